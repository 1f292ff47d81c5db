using System.Text;
using System.Text.RegularExpressions;
using Msmtp.Text;

namespace Msmtp.Parity.Generators;

/// <summary>
/// Where the generators may find that we differ, because we mean to: each entry names the row of docs/deviations.md that says so, and
/// tells, as narrowly as it can, from the input alone whether the row applies.
/// </summary>
static partial class Deviations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Deviation> All { get; } =
    [
        new("an empty configuration file", static scenario => scenario.Msmtprc is ""),
        new("an argument of msmtprc that begins with a quote and has no other (`user \"joe`)",
            static scenario => scenario.Msmtprc is { } text && OpenQuote().IsMatch(text)),
        new("`dsn_notify` with words run together and a comma behind (`failuredelay,`)",
            static scenario => RunTogether().IsMatch(Settings(scenario))),
        new("`dsn_return`, `dsn_notify` or `syslog` given twice, with a bad argument behind a good one",
            static scenario => ReturnTwice().IsMatch(Settings(scenario))),
        new("`allow_from_override` and an account that inherits from another", static scenario =>
            scenario.Msmtprc?.Contains("allow_from_override", StringComparison.Ordinal) == true && Inheriting().IsMatch(scenario.Msmtprc)),
        new("`--version`", static scenario => scenario.Arguments.Any(static word => Version().IsMatch(word))),
        new("`from_full_name`, `set_to_header`, `%F`, SMTPUTF8, Resent-From in `--read-envelope-from`", static scenario =>
            scenario.Arguments.Any(static word => SetToHeader().IsMatch(word))
            || (HasOption(scenario, "--read-e") && ResentFrom().IsMatch(scenario.Input))),
        new("the second address of a From field, with `-t`",
            static scenario => ReadsRecipients(scenario) && SecondAuthor().IsMatch(scenario.Input)),
        new("`--read-envelope-from` and a mail that names nobody", static scenario =>
            HasOption(scenario, "--read-e") && !Author().IsMatch(Remark().Replace(scenario.Input, ""))),
        new("text without an empty line in front (`echo text \\| msmtp you@example.net`)",
            static scenario => NoField().IsMatch(HeaderOf(scenario))),
        new("an empty From field as the last line of a mail without body", static scenario => LastFrom().IsMatch(scenario.Input)),
        new("a Resent field that is folded and names no recipients", static scenario =>
            ReadsRecipients(scenario) && FoldedResent().IsMatch(scenario.Input)),
        new("recipients in header fields: a word, a blank or a comment, a fold, and no comma (`Joe`, fold, `<a@x>`)", static scenario =>
            (ReadsRecipients(scenario) || HasOption(scenario, "--read-e")) && FoldBehindBlank().IsMatch(scenario.Input)),
        new("blanks beside the @, and an address literal (`a@[127.0.0.1]`)", static scenario => InAddresses(scenario, SplitAddress())),
        new("blanks at the edges of brackets (`< a@x >`)", static scenario => InAddresses(scenario, BracketEdge())),
        new("a quoted local part, `\"joe smith\"@x`", static scenario =>
            InAddresses(scenario, QuotedLocalPart()) || InAddresses(scenario, QuotesBehindAddress())),
        new("a local part beyond ASCII, and a server without it", static scenario =>
            Addresses(scenario).Any(static text => text.Any(static letter => letter > '\x7F' && !char.IsSurrogate(letter)))),
        new("bare CR in the body", static scenario => BareCr().IsMatch(Body(scenario))),
        new("a CR at a chunk border of 1023 octets", static scenario => CrAtBorder().IsMatch(Body(scenario))),
        new("a last line without newline whose length is a multiple of 1023",
            static scenario => LastLineAtBorder().IsMatch(Body(scenario))),
        new("a backslash at the start of a word", static scenario => InAddresses(scenario, Backslash())),
        new("an unclosed `<`, quote or comment", static scenario =>
            Addresses(scenario).Any(static text => Opening().Count(Closed().Replace(text, "")) > 0)),
        new("several words with an @ and no comma between them (`a@x b@x`), in fields, also folded ones, and arguments",
            static scenario => InAddresses(scenario, WordBehindAddress())),
        new("words without an @ that are no name of an address (`Joe Smith`, `joe@exa mple.net`); a line break in an argument that is no fold",
            static scenario => InAddresses(scenario, TwoNames()) || scenario.Arguments.Any(static word => word.Contains('\n', StringComparison.Ordinal))),
        new("an invalid address in `-f`, `from`, a field or an argument (`a@x> SIZE=1 AUTH=<b`, `a b@x` in brackets, `@x`, `a@`, `a@b@x`)",
            static scenario => InAddresses(scenario, NoAddress()) || (NamesSender(scenario) && Settings(scenario).AsSpan().ContainsAny(" :,".AsSpan()))),
        new("a blank in front of the colon of a header field (`Bcc : b@x`)", static scenario => BlankBeforeColon().IsMatch(scenario.Input)),
        new("`from` and `-f` with a name (`Joe User <joe@x>`) or in brackets", static scenario =>
            (NamesSender(scenario) || scenario.Msmtprc?.Contains("from", StringComparison.Ordinal) == true)
            && Settings(scenario).Contains('<', StringComparison.Ordinal)),
        new("`-r`, `-U`, `-V`, `-bv`, `-bi` and the name `newaliases`", static scenario => scenario.Arguments.Any(static word => OtherOperation().IsMatch(word))),
        new("`-q`, `-qTIME`, `-qRTEXT`, `-bp`, `-bs`, `-bd` and the names `mailq` and `msmtpd`",
            static scenario => scenario.Arguments.Any(static word => QueueOperation().IsMatch(word))),
        new("a quote, or a blank and an `=`, in `host=`, `user=`, `from=` and `recipients=` of the log", static scenario =>
            Settings(scenario).Contains("log", StringComparison.Ordinal) && Settings(scenario).AsSpan().ContainsAny(" '\"".AsSpan())),
    ];

    /// <summary>The deviation that an input runs into; null: none.</summary>
    public static Deviation? Covering(Scenario scenario) => All.FirstOrDefault(deviation => deviation.Covers(scenario));

    static string Settings(Scenario scenario) => $"{scenario.Msmtprc}\n{string.Join('\n', scenario.Arguments)}";

    static bool HasOption(Scenario scenario, string start) =>
        scenario.Arguments.Any(word => word.StartsWith(start, StringComparison.Ordinal));

    static bool ReadsRecipients(Scenario scenario) => HasOption(scenario, "-t") || HasOption(scenario, "--read-r");

    static bool NamesSender(Scenario scenario) => scenario.Arguments.Any(static word => SenderOption().IsMatch(word));

    // The header of the mail may be read for recipients and for the sender; arguments are read like it.
    static IEnumerable<string> Addresses(Scenario scenario) => Field().Matches(scenario.Input).Select(static match =>
        match.Value).Concat(scenario.Arguments);

    // One character for each octet.
    static string Body(Scenario scenario)
    {
        var octets = Encoding.Latin1.GetString(OctetText.Encode(scenario.Input));
        return EmptyLine().Match(octets) is { Success: true } match ? octets[(match.Index + match.Length)..] : "";
    }

    static string HeaderOf(Scenario scenario) =>
        EmptyLine().Match(scenario.Input) is { Success: true } match ? scenario.Input[..match.Index] : scenario.Input;

    static bool InAddresses(Scenario scenario, Regex pattern) => Addresses(scenario).Any(pattern.IsMatch);

    [GeneratedRegex(@"^(?=from|to|cc|bcc|resent-)[^\n]*(\n[ \t][^\n]*)*", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Field();

    [GeneratedRegex(@"^\s*account[^\n]*:", RegexOptions.Multiline)]
    private static partial Regex Inheriting();

    [GeneratedRegex("^[ \\t]*[^ \\t\\n]+[ \\t]+\"[^\"\\n]*\\r?$", RegexOptions.Multiline)]
    private static partial Regex OpenQuote();

    [GeneratedRegex(@"^--v(e(r(s(i(o(n)?)?)?)?)?)?$|^-\w*d0[.]1|^--de(b(ug?)?)?=0[.]1$")]
    private static partial Regex Version();

    // An abbreviation that it made ambiguous, or that lists one possibility more.
    [GeneratedRegex("^--(s(e(t(-(t.*)?)?)?)?)?(=|$)")]
    private static partial Regex SetToHeader();

    [GeneratedRegex("^resent-from:", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex ResentFrom();

    [GeneratedRegex("(never|failure|delay|success){2,},")]
    private static partial Regex RunTogether();

    [GeneratedRegex(@"(dsn|syslog|-\w*[RN])[^\n]*(\n[^\n]*)*(dsn|syslog|-\w*[RN])")]
    private static partial Regex ReturnTwice();

    [GeneratedRegex(@"^from:([^\n]|\n[ \t])*([,;]|>\s*\S)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex SecondAuthor();

    [GeneratedRegex(@"^from:([^\n]|\n[ \t])*[a-z@]", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Author();

    [GeneratedRegex("(^|\n)from(:([\\s,;:<>]|[(][^)]*[)]|[a-z]+:)*)?\\z", RegexOptions.IgnoreCase)]
    private static partial Regex LastFrom();

    [GeneratedRegex("[(][^)]*[)]|\"[^\"]*\"")]
    private static partial Regex Remark();

    [GeneratedRegex(@"^resent-(?!(to|cc|bcc):)[^\n]*\n[ \t]", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex FoldedResent();

    [GeneratedRegex(@"[ \t)]\r*\n[ \t]")]
    private static partial Regex FoldBehindBlank();

    [GeneratedRegex(@"[\s)]@|@[\s(]|@\[")]
    private static partial Regex SplitAddress();

    [GeneratedRegex(@"<[\s(]|[\s)]>")]
    private static partial Regex BracketEdge();

    // A quoted string right behind a word, or with nothing but a fold between, or in front of an @ or a dot.
    [GeneratedRegex("\"[.@(]|^[^\"]*(\"[^\"]*\"[^\"]*)*(?<=[^\\s,:;<>\"]\r*(\n[ \t])?)\"")]
    private static partial Regex QuotedLocalPart();

    // A word, blanks or comments, a quoted string, and no address in brackets.
    [GeneratedRegex("[^\\s,:;<>\"()](\\s|[(][^)]*[)])+\"[^\"]*\"[^<,;]*([,;]|\\z)")]
    private static partial Regex QuotesBehindAddress();

    // Mailbox lines and byte order marks are none either.
    [GeneratedRegex(@"\A[ \t]|^(?![ \t]|[!-9;-~\r]+[ \t\r]*:|\r*\z)", RegexOptions.Multiline)]
    private static partial Regex NoField();

    [GeneratedRegex(@"(^|\n)\r*\n")]
    private static partial Regex EmptyLine();

    [GeneratedRegex(@"\r(?!\n)")]
    private static partial Regex BareCr();

    [GeneratedRegex(@"^([^\n]{1023})*[^\n]{1022}\r", RegexOptions.Multiline)]
    private static partial Regex CrAtBorder();

    [GeneratedRegex(@"(^|\n)([^\n]{1023})+\z")]
    private static partial Regex LastLineAtBorder();

    [GeneratedRegex(@"\\")]
    private static partial Regex Backslash();

    [GeneratedRegex("\"[^\"]*\"|[(]([^()]|[(][^()]*[)])*[)]|<[^<>\"(]*>")]
    private static partial Regex Closed();

    [GeneratedRegex("[\"(<]")]
    private static partial Regex Opening();

    [GeneratedRegex(@"@[^\s,;<>]*(\s|[(][^)]*[)])+[^\s,;<(]")]
    private static partial Regex WordBehindAddress();

    [GeneratedRegex(@"[^\s,;:<>@""()](\s|[(][^)]*[)])+[^\s,;:<>@""()]+(\s|[(][^)]*[)])*([,;]|\z)")]
    private static partial Regex TwoNames();

    // An @ without something on each side, two of them, a control character, a bracket that nobody opened, a name in front of a colon.
    [GeneratedRegex(@"(^|[\s,;:<>)])@|@([\s,;:>(]|\z)|@[^\s,;<>]*[@:]|[\0-\x08\x0B-\x1F\x7F]|^[^<]*>|>[^<]*>|^[^(]*[)]|<[^<>]*[\s:;,][^<>]*>")]
    private static partial Regex NoAddress();

    [GeneratedRegex("^(to|cc|bcc|from|date|message-id|resent-[^: \t]*)[ \t]+:", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex BlankBeforeColon();

    [GeneratedRegex(@"^-\w*f|^--f")]
    private static partial Regex SenderOption();

    [GeneratedRegex(@"^-\w*([rUV]|b[vi])")]
    private static partial Regex OtherOperation();

    [GeneratedRegex(@"^-\w*(q|b[psd])|^[psd]$")]
    private static partial Regex QueueOperation();
}
