namespace Msmtp;

/// <summary>
/// Why a mail, or a part of it, was not delivered. Thrown in a <see cref="MailException"/> when delivery cannot go on;
/// a member of <see cref="DeliveryReport"/> when the server answered for each recipient.
/// </summary>
/// <param name="ExitCode">The exit status that says so to a caller; never <see cref="ExitCode.Ok"/>.</param>
/// <param name="Stage">How far the mail had come.</param>
/// <param name="Message">One sentence for the user: what failed, and which host, file or address. Never a secret.</param>
public sealed record DeliveryFailure(ExitCode ExitCode, DeliveryStage Stage, string Message)
{
    /// <summary>What the server said; null: it is not the server who refused.</summary>
    public ServerReply? Reply { get; init; }

    /// <summary>What the server explained beside its reply, in a sentence for the user; null: nothing. Never a secret.</summary>
    public string? Explanation { get; init; }

    /// <summary>
    /// What the user may do about it: one sentence that names the msmtprc command and the host or file concerned, for a person who
    /// reads. Never a secret. Null: nothing that is not obvious.
    /// </summary>
    public string? Advice { get; init; }

    /// <summary>
    /// It may pass by itself, and no reply says so: a timeout, a connection that was lost, a name server that does not answer. A reply of
    /// 4yz says it itself.
    /// </summary>
    public bool IsTemporary { get; init; }

    /// <summary>
    /// The final dot went out and no reply came back: the mail may have been delivered. Sending it again may deliver it twice.
    /// </summary>
    public bool MayHaveBeenDelivered { get; init; }
}
