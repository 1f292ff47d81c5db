using System.Globalization;

namespace Msmtp.Cli;

/// <summary>What a command line asks of the queue. Nothing here does I/O.</summary>
/// <param name="Action">What is to be done.</param>
sealed record QueueCommand(QueueAction Action)
{
    /// <summary>Stands for every mail.</summary>
    public const string All = "all";

    /// <summary>What <c>--queue-run</c> is given in the process that stays.</summary>
    public const string Stay = "stay";

    /// <summary>The mail's name in the queue, or <see cref="All"/>; null: it does not matter.</summary>
    public string? Id { get; init; }

    /// <summary>Only mails to addresses that contain this text; null: it does not matter.</summary>
    public string? RecipientPart { get; init; }

    /// <summary>All that wait, whether they are due or not.</summary>
    public bool IsFlush { get; init; }

    /// <summary>How often it is done; null: once.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>What is done for ever is done in this process, not in one of its own.</summary>
    public bool IsInForeground { get; init; }

    /// <summary>A run with another of sendmail's options behind it, as <c>-q15m -qRexample.net</c>: the mails of one, as often as the other says.</summary>
    public QueueCommand With(QueueCommand other) => other with
    {
        Id = other.Id ?? Id,
        RecipientPart = other.RecipientPart ?? RecipientPart,
        IsFlush = IsFlush && other.IsFlush,
        Interval = other.Interval ?? Interval,
        IsInForeground = IsInForeground || other.IsInForeground,
    };

    /// <summary>What an option with its argument asks for; null: the argument is wrong.</summary>
    public static QueueCommand? Of(OwnMeaning meaning, string argument) => meaning switch
    {
        OwnMeaning.QueueList when argument is "" => new(QueueAction.List),
        OwnMeaning.QueueList when argument is "json" => new(QueueAction.ListJson),
        OwnMeaning.QueueRun when argument is "" => new(QueueAction.Run),
        OwnMeaning.QueueRun when argument is Stay => new(QueueAction.Stay),
        OwnMeaning.QueueRun => Named(QueueAction.Run, argument),
        OwnMeaning.QueueHold => Named(QueueAction.Hold, argument),
        OwnMeaning.QueueRelease => Named(QueueAction.Release, argument),
        OwnMeaning.QueueRetry => Named(QueueAction.Retry, argument),
        OwnMeaning.QueueDelete => Named(QueueAction.Delete, argument),
        OwnMeaning.SendmailRun => Sendmail(argument),
        _ => null,
    };

    /// <summary>The option with this meaning, for errors.</summary>
    public static string OptionOf(OwnMeaning meaning) => meaning switch
    {
        OwnMeaning.QueueList => "--queue-list",
        OwnMeaning.QueueRun => "--queue-run",
        OwnMeaning.QueueHold => "--queue-hold",
        OwnMeaning.QueueRelease => "--queue-release",
        OwnMeaning.QueueRetry => "--queue-retry",
        _ => "--queue-delete",
    };

    static QueueCommand? Named(QueueAction action, string id)
    {
        var isId = id.Length > 0 && !id.AsSpan().ContainsAnyExcept(Letters);
        var mayBeAll = action is QueueAction.Retry or QueueAction.Delete;
        return isId && (mayBeAll || id != All) ? new(action) { Id = id } : null;
    }

    // No timer waits longer than seven weeks.
    static readonly TimeSpan LongestInterval = TimeSpan.FromDays(49);

    static readonly System.Buffers.SearchValues<char> Letters =
        System.Buffers.SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // -q, -qf, -q15m, -qf15m, -qRstring, -qIid
    static QueueCommand? Sendmail(string argument)
    {
        var run = new QueueCommand(QueueAction.Run) { IsFlush = true };
        if (argument is ['R', _, ..])
            return run with { IsFlush = false, RecipientPart = argument[1..] };
        if (argument is ['I', _, ..])
            return Named(QueueAction.Run, argument[1..]);
        var isInForeground = argument is ['f', ..];
        var interval = isInForeground ? argument[1..] : argument;
        if (interval.Length == 0)
            return run with { IsInForeground = isInForeground };
        return Time(interval) is { } time && time > TimeSpan.Zero ? new(QueueAction.Run) { Interval = time, IsInForeground = isInForeground } : null;
    }

    // Numbers with units, as 1h30m; without one, minutes.
    static TimeSpan? Time(string text)
    {
        var sum = TimeSpan.Zero;
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (!int.TryParse(text.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 100_000)
                return null;
            if (Unit(end < text.Length ? text[end] : 'm') is not { } unit)
                return null;
            sum += unit * count;
            if (sum > LongestInterval)
                return null;
            start = end + 1;
        }
        return sum;
    }

    static TimeSpan? Unit(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        'w' => TimeSpan.FromDays(7),
        _ => null,
    };
}

/// <summary>What can be done with a queue.</summary>
enum QueueAction
{
    /// <summary>List it for people.</summary>
    List,

    /// <summary>List it for programs (RFC 8259).</summary>
    ListJson,

    /// <summary>List it in Postfix's form.</summary>
    ListPostfix,

    /// <summary>Send what is due.</summary>
    Run,

    /// <summary>Send what becomes due, until nothing waits.</summary>
    Stay,

    /// <summary>Hold a mail.</summary>
    Hold,

    /// <summary>Release a mail.</summary>
    Release,

    /// <summary>Try a mail now.</summary>
    Retry,

    /// <summary>Delete a mail.</summary>
    Delete,
}
