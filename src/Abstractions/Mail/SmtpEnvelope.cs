namespace Msmtp;

/// <summary>The sender and the recipients that the server is told, whatever the header says (RFC 5321 §2.3.1).</summary>
public sealed record SmtpEnvelope
{
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
}
