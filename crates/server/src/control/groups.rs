use model::{Group, GroupState, Id, Member, Membership, Tenant, User};
use service::Fault;
use service::authority::ReadPeople;
use service::groups::{GroupDetails, Leave, MemberChange, NewGroup, Weight, read_rule};

use super::answer::moment;
use super::perform::{Errand, done, refusal};
use super::{Answer, GroupFound, GroupLine, GroupMember, Kind, Refusal, Verb};

/// Groups, and people, read at once for a list.
const PAGE: i64 = 500;

impl Errand<'_> {
    /// What concerns groups.
    pub(super) async fn of_groups(&self, verb: Verb) -> Result<Answer, Refusal> {
        match verb {
            Verb::GroupAdd { org, name, description, carries_roles, rule } => {
                let new = NewGroup { display: name.clone(), description, carries_roles, rule };
                self.make_group(self.tenant(org)?, new).await
            }
            Verb::GroupList { org, deleted: true, .. } => self.deleted_groups(self.tenant(org)?).await,
            Verb::GroupList { org, starting, .. } => self.list_groups(self.tenant(org)?, starting).await,
            Verb::GroupShow { org, group } => {
                let details = self.group(self.tenant(org)?, &group).await?;
                Ok(Answer::Group { group: Box::new(found(&details)) })
            }
            Verb::GroupMembers { org, group } => self.members(self.tenant(org)?, &group).await,
            Verb::GroupAddMember { org, group, member } => {
                self.change_member(self.tenant(org)?, (&group, &member), MemberChange::Add).await
            }
            Verb::GroupRemoveMember { org, group, member } => {
                self.change_member(self.tenant(org)?, (&group, &member), MemberChange::Remove).await
            }
            Verb::GroupImport { org, group, people } => {
                let tenant = self.tenant(org)?;
                let details = self.group(tenant, &group).await?;
                let leave = || self.leave(details.weight).map_err(|_| Fault::Denied);
                let done = self.house.add_members(tenant, leave, details.group.id, people).await;
                let done = done.map_err(group_refusal)?;
                Ok(Answer::GroupImported { added: done.added, there: done.there, unknown: done.unknown })
            }
            Verb::GroupDelete { org, group } => {
                let tenant = self.tenant(org)?;
                let details = self.group(tenant, &group).await?;
                let leave = self.leave(details.weight)?;
                self.house.delete_group(tenant, leave, details.group.id).await.map_err(group_refusal)?;
                Ok(done(format!("{group} is deleted; it can be restored for 30 days")))
            }
            Verb::GroupRestore { org, group } => {
                let tenant = self.tenant(org)?;
                let details = self.deleted_group(tenant, &group).await?;
                let leave = self.leave(details.weight)?;
                self.house.restore_group(tenant, leave, details.group.id).await.map_err(group_refusal)?;
                Ok(done(format!("{group} is restored, with its members and what it gives")))
            }
            _ => Err(Refusal::new(Kind::Failed, "this is no command about groups")),
        }
    }

    fn leave(&self, weight: Weight) -> Result<Leave, Refusal> {
        Ok(match weight {
            Weight::Plain => Leave::Plain(self.permit()?),
            Weight::Access => Leave::Access(self.permit()?),
            Weight::Roles => Leave::Roles(self.permit()?),
        })
    }

    async fn make_group(&self, tenant: Id<Tenant>, new: NewGroup) -> Result<Answer, Refusal> {
        let name = new.display.clone();
        let leave = self.leave(new.weight())?;
        if let Some(Err(why)) = new.rule.as_deref().map(read_rule) {
            return Err(Refusal::new(Kind::Usage, format!("the rule cannot be read: {why}")));
        }
        let id = self.house.add_group(tenant, leave, new).await.map_err(group_refusal)?;
        Ok(done(format!("{name} is made ({id})")))
    }

    async fn list_groups(&self, tenant: Id<Tenant>, starting: String) -> Result<Answer, Refusal> {
        let permit = self.permit::<ReadPeople>()?;
        let (mut groups, mut after) = (vec![], None);
        loop {
            let page = self.house.groups(tenant, &permit, starting.clone(), after, PAGE).await;
            let page = page.map_err(refusal)?;
            let is_last = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
            after = page.last().map(|line| (line.group.display.clone(), line.group.id));
            groups.extend(page.iter().map(|one| line(&one.group, one.members, one.weight)));
            if is_last {
                return Ok(Answer::Groups { groups });
            }
        }
    }

    async fn deleted_groups(&self, tenant: Id<Tenant>) -> Result<Answer, Refusal> {
        let permit = self.permit::<ReadPeople>()?;
        let mut groups = vec![];
        for group in self.house.deleted_groups(tenant, &permit).await.map_err(refusal)? {
            let details = self.house.group(tenant, &permit, group.id).await.map_err(refusal)?;
            groups.push(line(&details.group, details.members, details.weight));
        }
        Ok(Answer::Groups { groups })
    }

    /// The group with this name or id; one that is deleted by its id only.
    async fn group(&self, tenant: Id<Tenant>, named: &str) -> Result<GroupDetails, Refusal> {
        let permit = self.permit::<ReadPeople>()?;
        let id = match named.parse::<Id<Group>>() {
            Ok(id) => id,
            Err(_) => {
                let page = self.house.groups(tenant, &permit, named.to_owned(), None, PAGE).await;
                let page = page.map_err(refusal)?;
                only(named, page.iter().map(|line| &line.group).filter(|group| group.display == named))?
            }
        };
        self.house.group(tenant, &permit, id).await.map_err(|fault| no_group(named, fault))
    }

    async fn deleted_group(&self, tenant: Id<Tenant>, named: &str) -> Result<GroupDetails, Refusal> {
        let permit = self.permit::<ReadPeople>()?;
        let all = self.house.deleted_groups(tenant, &permit).await.map_err(refusal)?;
        let fits = |group: &&Group| group.display == named || group.id.to_string() == named;
        let id = only(named, all.iter().filter(fits))?;
        self.house.group(tenant, &permit, id).await.map_err(refusal)
    }

    async fn members(&self, tenant: Id<Tenant>, named: &str) -> Result<Answer, Refusal> {
        let details = self.group(tenant, named).await?;
        let permit = self.permit::<ReadPeople>()?;
        let group = |group: &Group| GroupMember {
            id: group.id.to_string(),
            kind: "group".to_owned(),
            name: group.display.clone(),
            display: group.display.clone(),
        };
        let person = |user: &User| GroupMember {
            id: user.id.to_string(),
            kind: "person".to_owned(),
            name: user.name.to_string(),
            display: user.display.clone(),
        };
        let mut members: Vec<GroupMember> = details.nested.iter().map(group).collect();
        let mut after = Id::fixed(0);
        loop {
            let page = self.house.members_of(tenant, &permit, details.group.id, after, PAGE).await;
            let page = page.map_err(refusal)?;
            members.extend(page.iter().map(person));
            match page.last() {
                Some(last) => after = last.id,
                None => return Ok(Answer::GroupMembers { members }),
            }
        }
    }

    async fn change_member(
        &self,
        tenant: Id<Tenant>,
        (named, member): (&str, &str),
        change: fn(Member) -> MemberChange,
    ) -> Result<Answer, Refusal> {
        let details = self.group(tenant, named).await?;
        let permit = self.permit::<ReadPeople>()?;
        let person = self.house.person_named(tenant, &permit, member).await.map_err(refusal)?;
        let meant = match person {
            Some(user) => Member::Person(user.id),
            None => Member::Group(self.group(tenant, member).await?.group.id),
        };
        let (leave, change) = (self.leave(details.weight)?, change(meant));
        let changed = self.house.change_member(tenant, leave, details.group.id, change).await;
        changed.map_err(group_refusal)?;
        Ok(done(match change {
            MemberChange::Add(_) => format!("{member} is in {named}"),
            MemberChange::Remove(_) => {
                format!("{member} is no longer in {named}; what only the group gave is over")
            }
        }))
    }
}

fn only<'g>(named: &str, mut fits: impl Iterator<Item = &'g Group>) -> Result<Id<Group>, Refusal> {
    match (fits.next(), fits.next()) {
        (Some(one), None) => Ok(one.id),
        (None, _) => Err(Refusal::new(Kind::NotFound, format!("there is no group `{named}`"))),
        (Some(_), Some(_)) => {
            Err(Refusal::new(Kind::Usage, format!("several groups are called `{named}`; give the id")))
        }
    }
}

fn no_group(named: &str, fault: Fault) -> Refusal {
    match fault {
        Fault::NotFound => Refusal::new(Kind::NotFound, format!("there is no group `{named}`")),
        other => refusal(other),
    }
}

fn group_refusal(fault: Fault) -> Refusal {
    let why = match fault {
        Fault::Conflict("member") => "it is in the group already",
        Fault::Conflict("rules") => "at most 200 groups can be filled by rules at the same time",
        Fault::Invalid("roles by rule") => "a group that may carry roles cannot be filled by a rule",
        Fault::Conflict("rule") => "a rule decides who is in this group",
        Fault::Conflict("circle") => "that group contains this one; a group cannot be in itself",
        Fault::Conflict("depth") => "groups can be in one another 16 deep, and this would be deeper",
        Fault::Conflict("breadth") => "that group holds more than 1,000 other groups",
        Fault::Conflict("nesting") => "this group may carry roles, so only people can be in it",
        Fault::NotFound => "it is not there",
        other => return refusal(other),
    };
    Refusal::new(if matches!(fault, Fault::NotFound) { Kind::NotFound } else { Kind::Refused }, why)
}

fn line(group: &Group, members: i64, weight: Weight) -> GroupLine {
    GroupLine {
        id: group.id.to_string(),
        name: group.display.clone(),
        members,
        membership: match &group.membership {
            Membership::Assigned => "assigned",
            Membership::ByRule { is_paused: false, .. } => "byRule",
            Membership::ByRule { is_paused: true, .. } => "paused",
        }
        .to_owned(),
        gives: match weight {
            Weight::Plain => "nothing",
            Weight::Access => "access",
            Weight::Roles => "roles",
        }
        .to_owned(),
    }
}

fn found(details: &GroupDetails) -> GroupFound {
    GroupFound {
        group: line(&details.group, details.members, details.weight),
        description: details.group.description.clone(),
        deleted: match details.group.state {
            GroupState::Active => None,
            GroupState::Deleted { at } => Some(moment(at)),
        },
        rule: match &details.group.membership {
            Membership::Assigned => None,
            Membership::ByRule { rule, .. } => Some(rule.clone()),
        },
        inside: details.inside.iter().map(|group| group.display.clone()).collect(),
        roles: details.roles.iter().map(|role| format!("{role:?}")).collect(),
        applications: details.apps.iter().map(|app| app.name.clone()).collect(),
        owners: details.owners.iter().map(|user| user.name.to_string()).collect(),
    }
}
