using System.Text;

namespace Msmtp.Cli.Tests.Completion.Generated;

/// <summary>What completions/msmtp.bash knows of the options.</summary>
static class BashEntries
{
    public static IReadOnlyList<CompletionEntry> All =>
    [
        new("options of msmtp", Options("_msmtp", CompletedOption.OfMsmtp)),
        new("options of msmtpd", Options("_msmtpd", CompletedOption.OfMsmtpd)),
        new("settings", Settings()),
    ];

    static string Options(string function, IReadOnlyList<CompletedOption> options)
    {
        var text = new StringBuilder($"{function}_names='");
        text.AppendJoin(' ', options.Where(static option => option.IsOffered).SelectMany(Names)).Append("'\n");
        text.Append($"{function}_option()\n{{\n    takes=none values='' more=''\n    case $1 in\n");
        foreach (var option in options)
            text.Append($"        {string.Join(" | ", option.Flags)}) {Facts(option)} ;;\n");
        return text.Append("        *) return 1 ;;\n    esac\n}\n").ToString();
    }

    // Behind a name that needs an argument, it is typed at once.
    static IEnumerable<string> Names(CompletedOption option) => option is { Name.Length: > 0, Argument: ArgumentRule.Required }
        ? [.. option.Flags.SkipLast(1), option.Flags.Last() + "="]
        : option.Flags;

    static string Facts(CompletedOption option)
    {
        var facts = new List<string>();
        if (option.Argument is not ArgumentRule.None)
            facts.Add(option.Argument == ArgumentRule.Required ? "takes=required" : "takes=optional");
        if (option.Values.Count > 0)
            facts.Add($"values='{string.Join(' ', option.Values)}'");
        if (option.Kind != CompletedKind.None)
            facts.Add($"more='{Source(option)}'");
        return facts.Count > 0 ? string.Join(' ', facts) : ":";
    }

    static string Source(CompletedOption option) => option.Kind switch
    {
        CompletedKind.File => "file",
        CompletedKind.Command => "command",
        CompletedKind.Setting => "setting",
        _ => $"ask:{option.Name}",
    };

    static string Settings()
    {
        var text = new StringBuilder("_msmtp_settings='");
        text.AppendJoin(' ', CompletedSetting.All.Select(static setting => setting.Name + "=")).Append("'\n");
        text.Append("_msmtp_setting()\n{\n    values='' more=''\n    case $1 in\n");
        foreach (var setting in CompletedSetting.All)
        {
            var words = setting.Values.Count > 0 ? $" values='{string.Join(' ', setting.Values)}'" : "";
            if (words.Length > 0 || setting.IsFile)
                text.Append($"        {setting.Name}){words}{(setting.IsFile ? " more='file'" : "")} ;;\n");
        }
        return text.Append("    esac\n}\n").ToString();
    }
}
