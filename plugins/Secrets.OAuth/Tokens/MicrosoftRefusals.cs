using System.Globalization;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>
/// What Microsoft's numbers mean: https://learn.microsoft.com/entra/identity-platform/reference-error-codes. A number that is not here, or
/// that Microsoft changes, still has the meaning of its error code. Nothing here does I/O.
/// </summary>
static class MicrosoftRefusals
{
    const string Mark = "AADSTS";

    const string Register = "with the platform \"Mobile and desktop applications\" and the redirect URI http://localhost";

    /// <summary>Null: there is no number, or none that is known.</summary>
    public static RefusalMeaning? Of(TokenRefusal refusal, SignInSettings settings) =>
        Number(refusal.Description) is { } number
            ? Person(number, settings) ?? Client(number) ?? Administrator(number) ?? Passing(number)
            : null;

    static int? Number(string? description)
    {
        var start = description?.IndexOf(Mark, StringComparison.Ordinal) ?? -1;
        if (start < 0)
            return null;
        var digits = description.AsSpan(start + Mark.Length);
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(length < 0 ? digits : digits[..length], CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    static RefusalMeaning? Person(int number, SignInSettings settings) => number switch
    {
        50126 or 50056 or 50064 => RefusalMeaning.SignIn("the user name or password was wrong", settings),
        50055 or 50144 => RefusalMeaning.SignIn("the password has expired", settings),
        50132 or 50133 or 50173 => RefusalMeaning.SignIn("the password was changed, or all sign-ins were revoked", settings),
        50072 or 50074 or 50076 or 50078 or 50079 or 50158 => RefusalMeaning.SignIn("the organization asks for a second factor", settings),
        70000 or 70008 or 50089 => RefusalMeaning.SignIn("the sign-in has expired or was revoked", settings),
        700082 => RefusalMeaning.SignIn("the sign-in has not been used for 90 days", settings),
        700084 => RefusalMeaning.SignIn(
            $"the client is registered as a single-page application, whose sign-ins end after a day: register it {Register}", settings),
        70043 => RefusalMeaning.SignIn("the organization asks for a new sign-in from time to time", settings),
        70019 or 54005 => RefusalMeaning.SignIn("the code was used already, or came too late", settings),
        65001 => RefusalMeaning.SignIn("nobody has consented to this application, or the consent was withdrawn", settings),
        65004 => RefusalMeaning.SignIn("the consent was refused", settings),
        16000 or 50020 or 50034 or 51004 or 500208 => RefusalMeaning.SignIn(
            "that account does not belong to the organization: check oauth_tenant (consumers for Outlook.com), "
                + "and choose the right account",
            settings),
        _ => null,
    };

    static RefusalMeaning? Client(int number) => number switch
    {
        700016 or 700011 =>
            RefusalMeaning.Configuration("Microsoft does not know oauth_client_id in this organization: check it, and oauth_tenant"),
        70001 or 7000112 => RefusalMeaning.Configuration("oauth_client_id was disabled: ask whoever registered it"),
        7000215 or 70002 => RefusalMeaning.Configuration("oauth_client_secret is wrong: it is the secret's value, not its ID"),
        7000222 => RefusalMeaning.Configuration("oauth_client_secret has expired: create another one in the registration, and write it"),
        7000218 => RefusalMeaning.Configuration(
            "Microsoft wants a secret: a person's client needs \"Allow public client flows\" in its registration; "
                + "an application needs oauth_client_secret"),
        700025 => RefusalMeaning.Configuration("the client is public and has no secret: remove oauth_client_secret"),
        700027 or 700030 or 50012 => RefusalMeaning.Configuration(
            "the certificate does not belong to the client: upload oauth_cert_file in the registration (Certificates & secrets)"),
        700024 or 500133 => RefusalMeaning.Configuration("the signature is from another time: set this machine's clock"),
        50011 or 500113 or 70004 =>
            RefusalMeaning.Configuration($"the redirect URI is not registered: register oauth_client_id {Register}"),
        9002326 or 9002327 =>
            RefusalMeaning.Configuration($"oauth_client_id is registered as a single-page application: register it {Register}"),
        90002 or 900023 or 90128 or 50128 => RefusalMeaning.Configuration("there is no such organization: check oauth_tenant"),
        50059 or 90019 => RefusalMeaning.Configuration("Microsoft cannot tell which organization is meant: set oauth_tenant"),
        50194 => RefusalMeaning.Configuration(
            "oauth_client_id is registered for one organization: set oauth_tenant to its domain or identifier"),
        9002331 or 9002332 or 9002346 =>
            RefusalMeaning.Configuration("oauth_client_id takes other accounts: set oauth_tenant to consumers, or to the organization"),
        65002 => RefusalMeaning.Configuration("oauth_client_id is one of Microsoft's own: register an application"),
        28002 or 28003 or 70011 => RefusalMeaning.Configuration("a scope is not valid: check oauth_scope"),
        65005 or 650052 or 650054 or 650056 or 650057 or 50001 or 500011 => RefusalMeaning.Configuration(
            "oauth_client_id may not ask for mail: add the permission SMTP.Send (an application: SMTP.SendAsApp) in its registration"),
        >= 900140 and <= 900149 or 9002313 =>
            RefusalMeaning.Configuration("Microsoft does not understand the request: check oauth_tenant and oauth_scope"),
        _ => null,
    };

    static RefusalMeaning? Administrator(int number) => number switch
    {
        90093 or 90094 or 90095 or 90008 =>
            RefusalMeaning.Configuration("an administrator of the organization has to consent to oauth_client_id first"),
        50105 => RefusalMeaning.Configuration(
            "an administrator of the organization has to assign this user to the application of oauth_client_id"),
        50002 or 500021 or 500022 or 500212 or 500213 =>
            RefusalMeaning.Configuration("an organization's policy forbids this access: ask its administrator"),
        53000 or 53001 or 53002 or 53003 or 53004 or 53010 or 53011
            or 530002 or 530003 or 530034 or 530035 or 50005 or 50097 or 50131 or 50155 =>
            RefusalMeaning.Configuration(
                "Conditional Access blocks this sign-in: ask the organization's administrator, who sees why in the sign-in logs"),
        50057 => RefusalMeaning.Locked("the user's account is disabled: ask the organization's administrator"),
        _ => null,
    };

    static RefusalMeaning? Passing(int number) => number switch
    {
        50053 => RefusalMeaning.Later(
            "the account is locked after too many wrong passwords, or this address is blocked: wait, then ask an administrator"),
        50033 or 50087 or 50088 or 50166 or 50196 or 70012 or 40010 or 90006 or 90024 or 90033 =>
            RefusalMeaning.Later("Microsoft says that this passes"),
        _ => null,
    };
}
