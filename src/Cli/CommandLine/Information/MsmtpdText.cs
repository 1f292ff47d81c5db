using System.Text;

namespace Msmtp.Cli;

/// <summary>What msmtpd prints about itself, in the form of msmtp's.</summary>
static class MsmtpdText
{
    const int Column = 18;

    /// <summary>What <c>--version</c> prints.</summary>
    public static string Version => $"msmtpd version {VersionText.Compatible} (msmtp for .NET {ProgramVersion.Text})\n";

    /// <summary>What <c>--help</c> prints.</summary>
    public static string Help
    {
        get
        {
            var text = new StringBuilder("Usage: msmtpd [option...]\nOptions:\n");
            for (var i = 0; i < MsmtpdArguments.Options.Count; i++)
                Append(text, MsmtpdArguments.Options[i].Option);
            return text.ToString();
        }
    }

    static void Append(StringBuilder text, SettingOption option)
    {
        text.Append($"  --{option.Name}{option.HelpArgument} ".PadRight(Column));
        for (var i = 0; i < option.Help.Count; i++)
            text.Append(' ', i == 0 ? 0 : Column).Append(option.Help[i]).Append('\n');
    }
}
