using System.Text;

namespace Msmtp.Cli.Tests.Completion.Generated;

/// <summary>What completions/_msmtp knows of the options: specifications for <c>_arguments</c> of zshcompsys(1).</summary>
static class ZshEntries
{
    public static IReadOnlyList<CompletionEntry> All =>
    [
        new("options of msmtp", Options(CompletedOption.OfMsmtp)),
        new("options of msmtpd", Options(CompletedOption.OfMsmtpd)),
        new("settings", Settings()),
    ];

    static string Options(IReadOnlyList<CompletedOption> options)
    {
        var text = new StringBuilder();
        foreach (var option in options.Where(static option => option.IsOffered))
            text.Append("            ").Append(Specification(option)).Append('\n');
        return text.ToString();
    }

    static string Specification(CompletedOption option)
    {
        var rest = Quoted($"[{Escaped(option.Help)}]{Argument(option)}");
        string[] forms = [.. Forms(option)];
        var excluded = option switch
        {
            { IsInformation: true } => "'(- *)'",
            { MayBeRepeated: true } => "'*'",
            _ when forms.Length > 1 => $"'({string.Join(' ', option.Flags)})'",
            _ => "",
        };
        return excluded + (forms.Length > 1 ? $"{{{string.Join(',', forms)}}}" : forms[0]) + rest;
    }

    // "-a+": behind the letter or in the next word; "--account=": behind the sign or in the next word; with "-" in the same word alone.
    static IEnumerable<string> Forms(CompletedOption option) => option.Flags.Select(flag => (option.Argument, flag.StartsWith("--", StringComparison.Ordinal)) switch
    {
        (ArgumentRule.None, _) => flag,
        (ArgumentRule.Required, true) => flag + "=",
        (ArgumentRule.Required, false) => flag + "+",
        (_, true) => flag + "=-",
        _ => flag + "-",
    });

    static string Argument(CompletedOption option)
    {
        if (option.Argument == ArgumentRule.None)
            return "";
        var colons = option.Argument == ArgumentRule.Required ? ":" : "::";
        return $"{colons}{Escaped(option.Label.Length > 0 ? option.Label : "value")}:{Action(option)}";
    }

    static string Action(CompletedOption option) => option.Kind switch
    {
        CompletedKind.File when option.Values.Count > 0 => $" _msmtp_files {string.Join(' ', option.Values)}",
        CompletedKind.File => "_files",
        CompletedKind.Command => " _msmtp_commands",
        CompletedKind.Setting => " _msmtp_setting",
        CompletedKind.Asked => $" _msmtp_ask {option.Name}",
        _ => option.Values.Count > 0 ? $"({string.Join(' ', option.Values)})" : "",
    };

    static string Settings()
    {
        var text = new StringBuilder($"    names=({string.Join(' ', CompletedSetting.All.Select(static setting => setting.Name))})\n    case $setting in\n");
        foreach (var setting in CompletedSetting.All)
        {
            if (setting.Values.Count > 0 || setting.IsFile)
                text.Append($"        {setting.Name}){(setting.Values.Count > 0 ? $" values=({string.Join(' ', setting.Values)})" : "")}{(setting.IsFile ? " files=1" : "")} ;;\n");
        }
        return text.Append("    esac\n").ToString();
    }

    static string Escaped(string text) => string.Concat(text.Select(static letter => letter is '[' or ']' or ':' or '\\' ? $"\\{letter}" : letter.ToString()));

    static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
