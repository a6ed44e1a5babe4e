use askama::Template;
use model::{Locale, Method, Role};
use text::Texts;

use super::shell::{Entry, Shell};
use super::words;

/// A page that asks once more: it names who or what, and its button repeats the verb.
#[derive(Template, Clone)]
#[template(path = "admin/confirm.html")]
pub struct Confirm {
    /// What surrounds the page.
    pub shell: Shell,
    /// What is asked.
    pub question: Question,
    /// The path, with the root, that the button posts to.
    pub action: String,
    /// The path, with the root, that Cancel leads to.
    pub back: String,
    /// Further hidden fields of the form.
    pub fields: Vec<(String, String)>,
}

/// What can be asked. Names stand in it as they are.
#[derive(Debug, Clone)]
pub enum Question {
    /// Block a person.
    Block(String),
    /// Unblock a person.
    Unblock(String),
    /// Letting somebody be invited again who was blocked before they accepted.
    UnblockInvited(String),
    /// Take off the locks of a person.
    Unlock(String),
    /// Delete a person.
    Delete(String),
    /// Restore a person.
    Restore(String),
    /// Remove a person for good.
    Erase(String),
    /// No question: nobody deletes themselves. The page has only a way back.
    Oneself(String),
    /// End all sessions of a person.
    EndSessions(String),
    /// Remove all second steps of a person, so that they are set up again.
    RegisterAgain(String),
    /// Remove a method of a person.
    RemoveMethod {
        /// Whose.
        person: String,
        /// Which, and what they call it.
        method: (Method, String),
        /// Whether another one stays.
        left: Left,
    },
    /// Give a person a role that may do everything.
    GiveRole(String, Role),
    /// Take a role away from a person.
    TakeRole(String, Role),
    /// Put somebody in a group, by its name, that policies leave out, by theirs.
    OpenHole(String, Vec<String>),
    /// Delete a group.
    DeleteGroup(GroupLoses),
    /// Delete a deleted group for good.
    PurgeGroup(String),
    /// No question: without the group nobody would be left who may do everything.
    LastGroupOfAdministrators(String),
    /// Delete an application.
    DeleteApp(String),
    /// Remove a secret, by its first characters, of an application.
    RemoveSecret(String, String),
    /// Replace the keys that sign tokens.
    ReplaceKeys,
    /// The same, and believe nothing that the old ones signed.
    KeysLeaked,
    /// No question: why something about policies was not done. The page has only a way back.
    PolicyRefused(String),
    /// Delete a named location.
    DeleteLocation(String),
    /// Delete terms of use.
    DeleteTerms(String),
    /// Stop syncing with a directory server.
    StopSync,
    /// No question: it is a directory server's to say. The page has only a way back.
    ChangedThere(String),
    /// Delete an authentication strength.
    DeleteStrength(String),
    /// Delete an authentication context.
    DeleteContext(String),
    /// Make the account of a person an emergency account.
    DesignateEmergency(String),
    /// Make an emergency account one like any other.
    WithdrawEmergency(String),
    /// Make a new kit for an emergency account.
    NewEmergencyKit(String),
    /// No question: why an account did not become an emergency account or stays one, or an alarm was not put out. The page
    /// has only a way back.
    EmergencyRefused(String),
    /// Take policies on trial back.
    TakeBackTrial,
    /// No question: who confirms a trial signs in once more first.
    TrialNotFresh,
    /// Make new recovery codes for oneself.
    NewRecoveryCodes,
    /// Remove one's own passkey or security key, by what it is called.
    RemoveOwnKey(String),
    /// Set one's own authenticator app up again.
    ReplaceApp,
    /// No question: the last administrator must stay. The page has only a way back.
    LastAdministrator(String),
}

/// What the members of a group lose with it.
#[derive(Debug, Clone, Default)]
pub struct GroupLoses {
    /// What people call the group.
    pub name: String,
    /// How many people and groups are in it itself.
    pub members: i64,
    /// The roles that it carries.
    pub roles: Vec<String>,
    /// The applications that it gives access to.
    pub apps: Vec<String>,
    /// The groups that it is in.
    pub inside: Vec<String>,
}

impl GroupLoses {
    fn text(&self, t: &Texts) -> String {
        let listed = |names: &[String], said: &dyn Fn(String) -> String| {
            (!names.is_empty()).then(|| said(names.join(", ")))
        };
        let parts = [
            Some(t.groups_confirm_delete_text(self.members)),
            listed(&self.roles, &|names| t.groups_confirm_delete_roles(names)),
            listed(&self.apps, &|names| t.groups_confirm_delete_apps(names)),
            listed(&self.inside, &|names| t.groups_confirm_delete_inside(names)),
            Some(t.groups_confirm_delete_after()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// What somebody has left after a method was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Another second step.
    Another,
    /// None, and no recovery codes: they go with the last one.
    Nothing,
}

impl Question {
    /// The question.
    pub fn title(&self, t: &Texts) -> String {
        match self {
            Self::Block(person) => t.admin_confirm_block_title(person),
            Self::Unblock(person) | Self::UnblockInvited(person) => t.admin_confirm_unblock_title(person),
            Self::Unlock(person) => t.admin_confirm_unlock_title(person),
            Self::Delete(person) => t.person_delete_title(person),
            Self::Restore(person) => t.person_restore_title(person),
            Self::Erase(person) => t.person_erase_title(person),
            Self::EndSessions(person) => t.admin_confirm_end_sessions_title(person),
            Self::RegisterAgain(person) => t.admin_confirm_register_again_title(person),
            Self::RemoveMethod { person, method: (method, label), .. } => {
                t.admin_confirm_remove_method_title(words::called(t, *method, label), person)
            }
            Self::GiveRole(person, role) => t.admin_confirm_give_role_title(person, words::role(t, *role)),
            Self::TakeRole(person, role) => t.admin_confirm_take_role_title(words::role(t, *role), person),
            Self::OpenHole(group, _) => t.exclusions_hole_ask(group),
            Self::DeleteGroup(group) => t.groups_confirm_delete_title(group.name.as_str()),
            Self::PurgeGroup(group) => t.groups_confirm_purge_title(group),
            Self::DeleteApp(app) => t.admin_confirm_delete_app_title(app),
            Self::RemoveSecret(app, hint) => t.admin_confirm_remove_secret_title(hint, app),
            Self::ReplaceKeys => t.admin_confirm_keys_title(),
            Self::KeysLeaked => t.admin_confirm_leaked_title(),
            Self::PolicyRefused(_) => t.policies_not_saved(),
            Self::DeleteLocation(name) | Self::DeleteStrength(name) | Self::DeleteContext(name) => {
                t.locations_delete_title(name)
            }
            Self::DeleteTerms(terms) => t.terms_delete_title(terms),
            Self::DesignateEmergency(person) => t.emergency_designate_title(person),
            Self::WithdrawEmergency(person) => t.emergency_withdraw_title(person),
            Self::NewEmergencyKit(person) => t.emergency_kit_again_title(person),
            Self::EmergencyRefused(_) => t.emergency_refused_title(),
            Self::StopSync => t.sync_stop_title(),
            Self::ChangedThere(name) => name.clone(),
            Self::TakeBackTrial => t.policies_trial_back_title(),
            Self::TrialNotFresh => t.policies_trial_not_fresh_title(),
            Self::NewRecoveryCodes => t.my_confirm_codes_title(),
            Self::RemoveOwnKey(key) => t.my_confirm_remove_key_title(key),
            Self::ReplaceApp => t.my_confirm_replace_title(),
            Self::LastAdministrator(_) | Self::Oneself(_) | Self::LastGroupOfAdministrators(_) => {
                t.admin_last_administrator_title()
            }
        }
    }

    /// What follows from it.
    pub fn text(&self, t: &Texts) -> String {
        match self {
            Self::Block(person) => t.admin_confirm_block_text(person),
            Self::Unblock(person) => t.admin_confirm_unblock_text(person),
            Self::UnblockInvited(person) => t.admin_confirm_unblock_invited_text(person),
            Self::Unlock(_) => t.admin_confirm_unlock_text(),
            Self::Delete(person) => t.person_delete_text(person),
            Self::Restore(person) => t.person_restore_text(person),
            Self::Erase(person) => t.person_erase_text(person),
            Self::Oneself(person) => t.person_oneself_text(person),
            Self::EndSessions(_) => t.admin_confirm_end_sessions_text(),
            Self::RegisterAgain(person) => t.admin_confirm_register_again_text(person),
            Self::RemoveMethod { person, left: Left::Another, .. } => {
                t.admin_confirm_remove_method_text(person)
            }
            Self::RemoveMethod { person, left: Left::Nothing, .. } => {
                t.admin_confirm_remove_last_text(person)
            }
            Self::GiveRole(..) => t.admin_confirm_give_role_text(),
            Self::TakeRole(person, _) => t.admin_confirm_take_role_text(person),
            Self::OpenHole(_, policies) => t.exclusions_hole_ask_text(policies.join(", ")),
            Self::DeleteGroup(group) => group.text(t),
            Self::PurgeGroup(_) => t.groups_confirm_purge_text(),
            Self::LastGroupOfAdministrators(group) => t.groups_last_administrator_text(group),
            Self::DeleteApp(app) => t.admin_confirm_delete_app_text(app),
            Self::RemoveSecret(app, _) => t.admin_confirm_remove_secret_text(app),
            Self::ReplaceKeys => t.admin_confirm_keys_text(),
            Self::KeysLeaked => t.admin_confirm_leaked_text(),
            Self::PolicyRefused(why) => why.clone(),
            Self::DeleteLocation(_) => t.locations_delete_text(),
            Self::DeleteTerms(_) => t.terms_delete_text(),
            Self::StopSync => t.sync_stop_text(),
            Self::ChangedThere(_) => t.sync_change_there(),
            Self::DeleteStrength(_) => t.strengths_delete_text(),
            Self::DeleteContext(_) => t.contexts_delete_text(),
            Self::DesignateEmergency(person) => t.emergency_designate_text(person),
            Self::WithdrawEmergency(person) => t.emergency_withdraw_text(person),
            Self::NewEmergencyKit(_) => t.emergency_kit_again_text(),
            Self::EmergencyRefused(why) => why.clone(),
            Self::TakeBackTrial => t.policies_trial_back_text(),
            Self::TrialNotFresh => t.policies_trial_not_fresh_text(),
            Self::NewRecoveryCodes => t.my_confirm_codes_text(),
            Self::RemoveOwnKey(_) => t.my_key_remove_text(),
            Self::ReplaceApp => t.my_confirm_replace_text(),
            Self::LastAdministrator(person) => t.admin_last_administrator_text(person),
        }
    }

    /// What the button says; `None` where there is nothing to do.
    pub fn button(&self, t: &Texts) -> Option<String> {
        Some(match self {
            Self::Block(person) => t.admin_confirm_block_button(person),
            Self::Unblock(_) | Self::UnblockInvited(_) => t.admin_confirm_unblock_button(),
            Self::Unlock(_) => t.admin_confirm_unlock_button(),
            Self::Delete(person) => t.person_delete_button(person),
            Self::Restore(_) => t.person_restore_button(),
            Self::Erase(_) => t.person_erase_button(),
            Self::EndSessions(_) => t.admin_confirm_end_sessions_button(),
            Self::RegisterAgain(_) => t.admin_confirm_register_again_button(),
            Self::RemoveMethod { .. } => t.admin_confirm_remove_method_button(),
            Self::GiveRole(..) => t.admin_confirm_give_role_button(),
            Self::TakeRole(..) => t.admin_confirm_take_role_button(),
            Self::OpenHole(..) => t.exclusions_hole_ask_button(),
            Self::DeleteGroup(_) => t.groups_confirm_delete_button(),
            Self::PurgeGroup(_) => t.groups_confirm_purge_button(),
            Self::DeleteApp(app) => t.admin_confirm_delete_app_button(app),
            Self::RemoveSecret(..) => t.admin_confirm_remove_secret_button(),
            Self::ReplaceKeys | Self::KeysLeaked => t.admin_confirm_keys_button(),
            Self::DeleteLocation(_) => t.locations_delete(),
            Self::DeleteTerms(_) => t.terms_delete(),
            Self::StopSync => t.sync_stop(),
            Self::DeleteStrength(_) => t.strengths_delete(),
            Self::DeleteContext(_) => t.contexts_delete(),
            Self::DesignateEmergency(_) => t.emergency_designate_button(),
            Self::WithdrawEmergency(_) => t.emergency_withdraw(),
            Self::NewEmergencyKit(_) => t.emergency_kit_again(),
            Self::TakeBackTrial => t.policies_trial_back(),
            Self::NewRecoveryCodes => t.my_confirm_codes_button(),
            Self::RemoveOwnKey(_) => t.my_key_remove(),
            Self::ReplaceApp => t.my_confirm_replace_button(),
            Self::LastAdministrator(_)
            | Self::Oneself(_)
            | Self::LastGroupOfAdministrators(_)
            | Self::PolicyRefused(_)
            | Self::EmergencyRefused(_)
            | Self::ChangedThere(_)
            | Self::TrialNotFresh => return None,
        })
    }

    /// True when something is lost.
    pub const fn is_danger(&self) -> bool {
        !matches!(
            self,
            Self::Unblock(_)
                | Self::UnblockInvited(_)
                | Self::Unlock(_)
                | Self::GiveRole(..)
                | Self::ReplaceApp
                | Self::Restore(_)
                | Self::Oneself(_)
                | Self::TakeBackTrial
                | Self::PolicyRefused(_)
                | Self::DesignateEmergency(_)
                | Self::NewEmergencyKit(_)
                | Self::EmergencyRefused(_)
                | Self::ChangedThere(_)
                | Self::TrialNotFresh
                | Self::LastAdministrator(_)
                | Self::LastGroupOfAdministrators(_)
        )
    }
}

impl Confirm {
    /// Every question.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let person = || "Piet <b>Bakker".to_owned();
        let app = || "Nextcloud".to_owned();
        let remove = |left| Question::RemoveMethod {
            person: person(),
            method: (Method::Passkey, "blue <i>key".to_owned()),
            left,
        };
        let loses = GroupLoses {
            name: "Wiki <b>readers".to_owned(),
            members: 12,
            roles: vec![],
            apps: vec!["Nextcloud".to_owned(), "Wiki".to_owned()],
            inside: vec!["Everyone".to_owned()],
        };
        let questions = [
            ("admin-confirm-block", Question::Block(person())),
            ("admin-confirm-unblock", Question::Unblock(person())),
            ("admin-confirm-unblock-invited", Question::UnblockInvited(person())),
            ("admin-confirm-unlock", Question::Unlock(person())),
            ("admin-confirm-delete", Question::Delete(person())),
            ("admin-confirm-restore", Question::Restore(person())),
            ("admin-confirm-erase", Question::Erase(person())),
            ("admin-confirm-oneself", Question::Oneself(person())),
            ("admin-confirm-end-sessions", Question::EndSessions(person())),
            ("admin-confirm-register-again", Question::RegisterAgain(person())),
            ("admin-confirm-remove-method", remove(Left::Another)),
            ("admin-confirm-remove-last", remove(Left::Nothing)),
            ("admin-confirm-give-role", Question::GiveRole(person(), Role::GlobalAdministrator)),
            ("admin-confirm-take-role", Question::TakeRole(person(), Role::UserAdministrator)),
            (
                "admin-confirm-open-hole",
                Question::OpenHole(person(), vec!["Two steps <b>outside".to_owned()]),
            ),
            ("admin-confirm-delete-group", Question::DeleteGroup(loses)),
            ("admin-confirm-purge-group", Question::PurgeGroup(app())),
            ("admin-last-group", Question::LastGroupOfAdministrators(app())),
            ("admin-confirm-delete-app", Question::DeleteApp(app())),
            ("admin-confirm-remove-secret", Question::RemoveSecret(app(), "mW3k".to_owned())),
            ("admin-confirm-keys", Question::ReplaceKeys),
            ("admin-confirm-leaked", Question::KeysLeaked),
            ("admin-confirm-delete-location", Question::DeleteLocation(person())),
            ("admin-confirm-delete-terms", Question::DeleteTerms(person())),
            ("admin-confirm-stop-sync", Question::StopSync),
            ("admin-changed-there", Question::ChangedThere(person())),
            ("admin-confirm-delete-strength", Question::DeleteStrength(person())),
            ("admin-confirm-delete-context", Question::DeleteContext(person())),
            ("admin-policy-refused", Question::PolicyRefused(person())),
            ("admin-confirm-emergency", Question::DesignateEmergency(person())),
            ("admin-confirm-emergency-withdraw", Question::WithdrawEmergency(person())),
            ("admin-confirm-emergency-kit", Question::NewEmergencyKit(person())),
            ("admin-emergency-refused", Question::EmergencyRefused(person())),
            ("admin-confirm-trial-back", Question::TakeBackTrial),
            ("admin-trial-not-fresh", Question::TrialNotFresh),
            ("my-confirm-codes", Question::NewRecoveryCodes),
            ("my-confirm-remove-key", Question::RemoveOwnKey("Laptop <b>".to_owned())),
            ("my-confirm-replace", Question::ReplaceApp),
            ("admin-last-administrator", Question::LastAdministrator(person())),
        ];
        questions.map(|(name, question)| (name, Self::sample(locale, question))).to_vec()
    }

    fn sample(locale: Locale, question: Question) -> Self {
        let is_mine =
            matches!(question, Question::NewRecoveryCodes | Question::RemoveOwnKey(_) | Question::ReplaceApp);
        let entry = if is_mine { Entry::MySecurity } else { Entry::ActiveUsers };
        Self {
            shell: Shell::sample(locale, entry),
            question,
            action: "/admin/users/u1/block".to_owned(),
            back: "/admin/users/u1".to_owned(),
            fields: vec![("role".to_owned(), "\"><script>".to_owned())],
        }
    }
}
