using System.Globalization;
using Msmtp.Text;

namespace Msmtp.Secrets.Credentials;

/// <summary>The settings of this plugin.</summary>
static class CredentialsSettings
{
    /// <summary>The first descriptor after the standard streams, which carry the mail and the program's output.</summary>
    const int FirstOther = 3;

    /// <summary>As systemd and file systems have it.</summary>
    const int LongestName = 255;

    const string NameOfFile = "a name without slashes, of at most 255 octets";

    /// <summary><c>credential</c>: the name of the credential that holds the password; null: none.</summary>
    public static readonly SettingKey<string?> Name = new(
        "credential", null, ParseName, option: new SettingOption("credential", ArgumentRule.Required)
        {
            HelpArgument = "=[name]",
            Help = ["take the password from a credential of systemd", "or a secret of a container"],
        })
    {
        Allowed = NameOfFile,
        Display = new SettingDisplay(132) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>credential_fd</c>: the number of an open file that holds the password; null: none.</summary>
    public static readonly SettingKey<int?> Descriptor = new(
        "credential_fd", null, SettingParsers.OrNothing<int>(ParseDescriptor), option: new SettingOption("credential-fd", ArgumentRule.Required)
        {
            HelpArgument = "=[number]",
            Help = ["read the password from an open file descriptor"],
        })
    {
        Allowed = "a number from 3 on: 0, 1 and 2 are the standard streams",
        Print = static number => number?.ToString(CultureInfo.InvariantCulture),
        Display = new SettingDisplay(134) { IsHiddenWhenUnset = true },
    };

    /// <summary><c>tls_key_credential</c>: the name of the credential with the passphrase of <c>tls_key_file</c>; null: none.</summary>
    public static readonly SettingKey<string?> KeyName = new(
        "tls_key_credential", null, ParseName, option: new SettingOption("tls-key-credential", ArgumentRule.Required)
        {
            HelpArgument = "=[name]",
            Help = ["take the passphrase of the private key from a", "credential of systemd or a secret of a container"],
        })
    {
        Allowed = NameOfFile,
        Display = new SettingDisplay(201) { IsHiddenWhenUnset = true },
    };

    /// <summary>Why a credential cannot be used on this system. Null: it can.</summary>
    public static string? Fault(AccountSettings settings, bool isWindows) =>
        isWindows && settings.Get(Descriptor) is not null ? $"{Descriptor.Name} does not work on Windows, which has no file descriptor numbers" : null;

    // systemd.exec(5): a valid file name. It must not lead out of the folder.
    static bool ParseName(SettingArgument argument, out string? value)
    {
        SettingParsers.Text(argument, out value);
        return value is null || !LeadsElsewhere(value) && OctetText.Encode(value).Length <= LongestName;
    }

    static bool LeadsElsewhere(string name) => name is "." or ".." || name.AsSpan().ContainsAny('/', '\0');

    static bool ParseDescriptor(SettingArgument argument, out int value) =>
        SettingParsers.Number(argument.Text, out value) && value >= FirstOther;
}
