using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>The domain that addresses without one are given (<c>local_domain</c>): <c>root</c> becomes <c>root@example.org</c>.</summary>
static class LocalDomain
{
    public static readonly SettingKey<string?> Setting = new(
        "local_domain", null, Parse, option: new SettingOption("local-domain", ArgumentRule.Required)
        {
            Rank = SettingOption.FirstOwnRank + 54,
            HelpArgument = "=[domain]",
            Help = ["set/unset the domain for addresses without one"],
        })
    {
        Allowed = "a domain, %H or %C for this machine's name, %M for its mail name",
        Patterns = "HCM",
        Display = new SettingDisplay(425) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary>The domain of an account; null: such addresses are sent as they are.</summary>
    /// <exception cref="MailException">What a pattern stands for, such as the machine's name, is not a domain.</exception>
    public static string? Of(AccountSettings settings)
    {
        var domain = settings.Get(Setting);
        return domain is null || DomainText.IsDomain(domain)
            ? domain
            : throw new MailException(ExitCode.Config, DeliveryStage.Configure, $"{Setting.Name}: '{PrintableText.Text(domain)}' is not a domain");
    }

    /// <summary>The address with this domain, unless it has one.</summary>
    public static string Complete(string address, string domain) =>
        address.Contains('@', StringComparison.Ordinal) ? address : $"{address}@{domain}";

    static bool Parse(SettingArgument argument, out string? value)
    {
        value = argument.Text.Length > 0 ? argument.Text : null;
        return value is null || DomainText.IsDomain(Sample(value));
    }

    // With a label in the place of each pattern.
    static string Sample(string text) => text
        .Replace("%H", "x", StringComparison.Ordinal)
        .Replace("%C", "x", StringComparison.Ordinal)
        .Replace("%M", "x", StringComparison.Ordinal);
}

/// <summary>Domains in settings and in addresses that are compared with them. Nothing here does I/O.</summary>
static class DomainText
{
    /// <summary>It can follow the @ of an address, in ASCII.</summary>
    public static bool IsDomain(string text) => Ascii(text) is { } name && (name is ['[', .., ']'] ? AddressParts.IsPath("x@" + name) : AreLabels(name));

    /// <summary>RFC 5890 §2.3.2.4: two names are the same if their A-labels are, in any case. A dot at the end is the root.</summary>
    public static bool AreSame(string one, string other) =>
        Ascii(one) is { } name && string.Equals(name.TrimEnd('.'), Ascii(other)?.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    // Null: it has no A-labels.
    static string? Ascii(string name)
    {
        try
        {
            return DomainName.ToAscii(name);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    static bool AreLabels(ReadOnlySpan<char> name)
    {
        foreach (var letter in name)
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.'))
                return false;
        return name is [not '.', ..] and [.., not '.'] && name.IndexOf("..") < 0;
    }
}
