use model::Attribute;
use text::Texts;

/// What the pages call an attribute of a person.
pub fn label(t: &Texts, attribute: Attribute) -> String {
    match attribute {
        Attribute::UserPrincipalName => t.attribute_user_principal_name(),
        Attribute::DisplayName => t.attribute_display_name(),
        Attribute::GivenName => t.attribute_given_name(),
        Attribute::Surname => t.attribute_surname(),
        Attribute::Mail => t.attribute_mail(),
        Attribute::OtherMails => t.attribute_other_mails(),
        Attribute::MobilePhone => t.attribute_mobile_phone(),
        Attribute::PreferredLanguage => t.attribute_preferred_language(),
        Attribute::JobTitle => t.attribute_job_title(),
        Attribute::Department => t.attribute_department(),
        Attribute::CompanyName => t.attribute_company_name(),
        Attribute::EmployeeId => t.attribute_employee_id(),
        Attribute::Manager => t.attribute_manager(),
        Attribute::UsageLocation => t.attribute_usage_location(),
        Attribute::UserType => t.attribute_user_type(),
        Attribute::AccountEnds => t.attribute_account_ends(),
    }
}

/// What helps to fill it in, where something does.
pub fn hint(t: &Texts, attribute: Attribute) -> Option<String> {
    Some(match attribute {
        Attribute::UserPrincipalName => t.attribute_user_principal_name_hint(),
        Attribute::OtherMails => t.attribute_other_mails_hint(),
        Attribute::MobilePhone => t.attribute_mobile_phone_hint(),
        Attribute::Manager => t.attribute_manager_hint(),
        Attribute::UsageLocation => t.attribute_usage_location_hint(),
        Attribute::AccountEnds => t.attribute_account_ends_hint(),
        _ => return None,
    })
}

/// What to do about a value that it cannot have.
pub fn error(t: &Texts, attribute: Attribute) -> String {
    match attribute {
        Attribute::UserPrincipalName => t.attribute_error_name(),
        Attribute::DisplayName => t.attribute_error_needed(),
        Attribute::Mail => t.attribute_error_mail(),
        Attribute::OtherMails => t.attribute_error_mails(),
        Attribute::MobilePhone => t.attribute_error_phone(),
        Attribute::Manager => t.attribute_error_manager(),
        Attribute::UsageLocation => t.attribute_error_country(),
        Attribute::AccountEnds => t.attribute_error_day(),
        Attribute::PreferredLanguage | Attribute::UserType => t.attribute_error_choice(),
        Attribute::GivenName
        | Attribute::Surname
        | Attribute::JobTitle
        | Attribute::Department
        | Attribute::CompanyName
        | Attribute::EmployeeId => t.attribute_error_long(),
    }
}
