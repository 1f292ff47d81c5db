using System.Net;
using System.Text;
using System.Text.Unicode;
using Msmtp.Text;

namespace Msmtp.Auth.Ntlm;

/// <summary>
/// The user, password and domain. NTLM hashes characters, not octets: what is not UTF-8 in the configuration is read as Latin-1.
/// </summary>
static class NtlmIdentity
{
    /// <summary>
    /// The longest name in characters, four times what Windows allows. Offsets in the messages have 16 bits, and a name that does not
    /// fit would shift everything after it.
    /// </summary>
    const int LongestName = 1024;

    /// <summary>
    /// The user and password of the account, and the domain: <c>ntlmdomain</c>, or the one in a user <c>joe@example.org</c>, as in
    /// msmtp, or <c>EXAMPLE\joe</c>. If empty, MailKit uses the one that the server names.
    /// </summary>
    /// <exception cref="MailException">A name is too long, or there is none.</exception>
    /// <exception cref="ArgumentException">The caller ignored the mechanism's facts.</exception>
    public static NetworkCredential Read(SaslContext context)
    {
        var user = Name("user name", context.User ?? throw new ArgumentException("the mechanism needs a user", nameof(context)));
        var password = context.Secret ?? throw new ArgumentException("the mechanism needs a secret", nameof(context));
        var domain = Name("domain", context.Account.Settings.Get(NtlmSettings.Domain) ?? "");
        if (domain.Length == 0)
            (user, domain) = Split(user);
        // Without a name and with an empty password NTLM would log in anonymously.
        if (user.Length == 0)
            throw NtlmFailure.CannotSend("the user name is empty");
        // MS-NLMP §3.3.2: the proof covers the domain as it was sent. Cyrus SASL hashes it in upper case whatever was sent.
        return new NetworkCredential(user, Text(password.Reveal()), domain.ToUpperInvariant());
    }

    static (string User, string Domain) Split(string user)
    {
        var at = user.LastIndexOf('@');
        if (at >= 0)
            return (user[..at], user[(at + 1)..]);
        var slash = user.IndexOfAny(['\\', '/']);
        return slash >= 0 ? (user[(slash + 1)..], user[..slash]) : (user, "");
    }

    static string Name(string what, string configured)
    {
        var name = Text(OctetText.Encode(configured));
        return name.Length <= LongestName ? name : throw NtlmFailure.CannotSend($"the {what} is longer than {LongestName} characters");
    }

    static string Text(ReadOnlySpan<byte> octets) =>
        Utf8.IsValid(octets) ? Encoding.UTF8.GetString(octets) : Encoding.Latin1.GetString(octets);
}

/// <summary>The setting of this plugin.</summary>
static class NtlmSettings
{
    /// <summary><c>ntlmdomain</c>: the user's domain; null: the one that the server names.</summary>
    public static readonly SettingKey<string?> Domain = new("ntlmdomain", null, SettingParsers.Text)
    {
        Display = new SettingDisplay(140),
    };
}
