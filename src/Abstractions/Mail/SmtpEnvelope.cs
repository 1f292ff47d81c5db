namespace Msmtp;

/// <summary>The sender and the recipients that the server is told, whatever the header says (RFC 5321 §2.3.1).</summary>
public sealed record SmtpEnvelope
{
    // RFC 3461 §4.4.
    const int LongestId = 100;

    /// <summary>Initializes an envelope.</summary>
    /// <param name="from">The reverse-path.</param>
    /// <param name="to">The forward-paths, in the order in which they are sent; duplicates are kept.</param>
    /// <exception cref="ArgumentException"><paramref name="to"/> is empty.</exception>
    public SmtpEnvelope(ReversePath from, IReadOnlyList<ForwardPath> to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        From = from;
        To = to.Count > 0 ? to : throw new ArgumentException("an envelope has at least one recipient", nameof(to));
    }

    /// <summary>The reverse-path.</summary>
    public ReversePath From { get; }

    /// <summary>The forward-paths, at least one.</summary>
    public IReadOnlyList<ForwardPath> To { get; }

    /// <summary>How much of the mail comes back with a notification (RFC 3461 §4.3); null: what the server's default is.</summary>
    public DsnReturn? Return { get; init; }

    /// <summary>By what notifications name the mail: xtext, 100 characters at most (RFC 3461 §4.4, ENVID). Null: by nothing.</summary>
    /// <exception cref="ArgumentException">It has another form.</exception>
    public string? EnvelopeId
    {
        get;
        init => field = value is null || IsId(value) ? value : throw new ArgumentException("not the value of an ENVID parameter", nameof(value));
    }

    /// <summary>The sender wants to be notified of something, and not only of nothing.</summary>
    public bool AsksForNotifications
    {
        get
        {
            for (var i = 0; i < To.Count; i++)
                if (To[i].Notify is not (null or DsnNotify.Never))
                    return true;
            return false;
        }
    }

    /// <summary>The same envelope with other recipients, such as those who do not have the mail yet.</summary>
    /// <inheritdoc cref="SmtpEnvelope(ReversePath, IReadOnlyList{ForwardPath})"/>
    public SmtpEnvelope WithRecipients(IReadOnlyList<ForwardPath> to) => new(From, to) { Return = Return, EnvelopeId = EnvelopeId };

    /// <summary>Whether text has the form of <see cref="EnvelopeId"/>.</summary>
    public static bool IsId(ReadOnlySpan<char> text) => text.Length is > 0 and <= LongestId && Xtext.IsValid(text);
}
