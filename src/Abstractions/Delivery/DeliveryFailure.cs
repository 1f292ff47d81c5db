namespace Msmtp;

/// <summary>
/// Why a mail was not delivered, to some recipient at least. Part of a <see cref="MailException"/> when delivery cannot continue, and of a
/// <see cref="DeliveryReport"/> when the server answered for each recipient.
/// </summary>
/// <param name="ExitCode">The exit status of the command; never <see cref="ExitCode.Ok"/>.</param>
/// <param name="Stage">How far the mail had come.</param>
/// <param name="Message">One sentence for the user: what failed, and which host, file or address. Never a secret.</param>
public sealed record DeliveryFailure(ExitCode ExitCode, DeliveryStage Stage, string Message)
{
    /// <summary>The server's reply; null if it was not the server that refused.</summary>
    public ServerReply? Reply { get; init; }

    /// <summary>
    /// The reply by which the server had said before that it cannot go on (421, RFC 5321 §3.8; or 4yz to EHLO), to another command or unasked, where
    /// the failure is what came of that. Null: there was none, or it is <see cref="Reply"/>.
    /// </summary>
    public ServerReply? ClosingReply { get; init; }

    /// <summary>The server's explanation besides its reply, in one sentence for the user; null if there is none. Never a secret.</summary>
    public string? Explanation { get; init; }

    /// <summary>
    /// What the user can do about it: one sentence that names the msmtprc command and the host or file concerned. Never a secret. Null if there
    /// is nothing to add.
    /// </summary>
    public string? Advice { get; init; }

    /// <summary>
    /// The failure may pass by itself: a timeout, a lost connection, a name server that does not answer. Need not be set for a 4yz reply.
    /// </summary>
    public bool IsTemporary { get; init; }

    /// <summary>
    /// The final dot was sent and no reply came back: the mail may have been delivered, and sending it again may deliver it twice.
    /// </summary>
    public bool MayHaveBeenDelivered { get; init; }
}
