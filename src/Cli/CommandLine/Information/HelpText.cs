using System.Text;

namespace Msmtp.Cli;

/// <summary>What <c>--help</c> prints: a fixed head and foot, and between them the options from the table.</summary>
static class HelpText
{
    const int Column = 31;

    const string Head = """
        Usage:

        Sendmail mode (default):
          msmtp [option...] [--] recipient...
          msmtp [option...] -t [--] [recipient...]
          Read a mail from standard input and transmit it to an SMTP or LMTP server.
        Configuration mode:
          msmtp --configure=mailadress
          Generate and print configuration for address.
        Server information mode:
          msmtp [option...] --serverinfo
          Print information about a server.
        Remote Message Queue Starting mode:
          msmtp [option...] --rmqs=host|@domain|#queue
          Send a Remote Message Queue Starting request to a server.


        """;

    const string MsmtpFoot = """
          --                           end of options
        Accepted but ignored: -A, -B, -bm, -F, -G, -h, -i, -L, -m, -n, -O, -o, -v

        """;

    const string Foot = """

        Report bugs to the msmtp for .NET project.

        """;

    const string OwnFoot = """
          -r address                   the same as -f
          -bv                          print whom a mail would go to, and send nothing
          -bi                          look for mistakes in the aliases file, as the
                                       name newaliases does
          -bs                          hold an SMTP session on standard input and output
          -bd                          serve the programs of this host, as msmtpd does
          -bp                          list the queue as Postfix does, as the name
                                       mailq does
          -q[time|Rtext|Iid]           send what is queued: now, again and again, to
                                       these recipients, or one mail
          -odq                         queue the mail, if its account has a queue
        Accepted but ignored: -U

        """;

    static readonly HelpSection[] MsmtpSections =
    [
        new("General options:", 0, 25),
        new("Changing the mode of operation:", 25, 50),
        new("Configuration options:", 50, 320),
        new("Options specific to sendmail mode:", 320, SettingOption.FirstOwnRank),
    ];

    static readonly HelpSection OwnSection = new("Options that msmtp does not have:", SettingOption.FirstOwnRank, int.MaxValue);

    /// <summary>The whole text, including the last line end.</summary>
    public static string Of(OptionTable table)
    {
        var options = table.All.Select(static known => known.Option)
            .Where(static option => option.Help.Count > 0 && option.Name.Length > 0)
            .OrderBy(static option => option.Rank)
            .ToList();
        var text = new StringBuilder(Head);
        foreach (var section in MsmtpSections)
            Append(text, section, options);
        text.Append(MsmtpFoot);
        Append(text, OwnSection, options);
        return text.Append(OwnFoot).Append(Foot).ToString();
    }

    static void Append(StringBuilder text, HelpSection section, IEnumerable<SettingOption> options)
    {
        var isEmpty = true;
        foreach (var option in options.Where(section.Holds))
        {
            if (isEmpty)
                text.Append(section.Title).Append('\n');
            isEmpty = false;
            Append(text, option);
        }
    }

    static void Append(StringBuilder text, SettingOption option)
    {
        var letter = option.Letter is { } some ? $"-{some}, " : "";
        var head = $"  {letter}--{option.Name}{option.HelpArgument} ";
        text.Append(head.PadRight(Column)).Append(option.Help[0]).Append('\n');
        foreach (var line in option.Help.Skip(1))
            text.Append(' ', Column).Append(line).Append('\n');
    }
}

/// <summary>A section of the help.</summary>
/// <param name="Title">The line above it.</param>
/// <param name="FirstRank">The rank of its first option.</param>
/// <param name="EndRank">The first rank after it.</param>
sealed record HelpSection(string Title, int FirstRank, int EndRank)
{
    /// <summary>The option belongs here.</summary>
    public bool Holds(SettingOption option) => option.Rank >= FirstRank && option.Rank < EndRank;
}
