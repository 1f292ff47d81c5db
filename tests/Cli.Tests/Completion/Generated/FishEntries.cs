using System.Text;

namespace Msmtp.Cli.Tests.Completion.Generated;

/// <summary>What completions/msmtp.fish and completions/msmtpd.fish know of the options.</summary>
static class FishEntries
{
    public static IReadOnlyList<CompletionEntry> OfMsmtp =>
    [
        new("options of msmtp", Options("msmtp", CompletedOption.OfMsmtp)),
        new("settings", Settings()),
    ];

    public static IReadOnlyList<CompletionEntry> OfMsmtpd => [new("options of msmtpd", Options("msmtpd", CompletedOption.OfMsmtpd))];

    static string Options(string command, IReadOnlyList<CompletedOption> options)
    {
        var text = new StringBuilder();
        foreach (var option in options.Where(static option => option.IsOffered))
            text.Append($"complete -c {command}{Flags(option)}{Argument(option)} -d {Quoted(option.Help)}\n");
        return text.ToString();
    }

    static string Flags(CompletedOption option) =>
        (option.Letter is { } letter ? $" -s {letter}" : "") + (option.Name.Length > 0 ? $" -l {option.Name}" : "");

    static string Argument(CompletedOption option)
    {
        var rule = (option.Argument, option.Kind) switch
        {
            (ArgumentRule.None, _) => "",
            (ArgumentRule.Required, CompletedKind.File) => " -r -F",
            (ArgumentRule.Required, _) => " -x",
            (_, CompletedKind.File) => " -F",
            _ => " -f",
        };
        return rule + (Choices(option) is { Length: > 0 } choices ? $" -a {Quoted(choices)}" : "");
    }

    static string Choices(CompletedOption option) => option.Kind switch
    {
        CompletedKind.Asked => $"(__msmtp_ask {option.Name})",
        CompletedKind.Command => "(__fish_complete_command)",
        CompletedKind.Setting => "(__msmtp_setting)",
        _ => string.Join(' ', option.Values),
    };

    static string Settings()
    {
        var text = new StringBuilder("    switch $argv[1]\n");
        foreach (var setting in CompletedSetting.All.Where(static setting => setting.Values.Count > 0))
            text.Append($"        case {setting.Name}\n            printf '%s\\n' {setting.Name}={{{string.Join(',', setting.Values.Select(Braced))}}}\n");
        text.Append("        case ''\n");
        text.Append($"            printf '%s=\\n' {string.Join(' ', CompletedSetting.All.Select(static setting => setting.Name))}\n");
        return text.Append("    end\n").ToString();
    }

    // A comma would separate.
    static string Braced(string word) => word.Contains(',', StringComparison.Ordinal) ? $"'{word}'" : word;

    static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
