namespace Msmtp;

/// <summary>
/// Delivery cannot go on. The one exception that contracts throw for what the world did wrong; a wrong argument stays
/// <see cref="ArgumentException"/>, a caller's cancellation stays <see cref="OperationCanceledException"/>.
/// </summary>
public sealed class MailException : Exception
{
    /// <summary>Says what failed.</summary>
    /// <param name="failure">The facts; its message becomes the exception's.</param>
    /// <param name="inner">What the system said; null: nothing.</param>
    public MailException(DeliveryFailure failure, Exception? inner = null) : base(failure?.Message, inner)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Failure = failure;
    }

    /// <summary>Says what became of a mail that was not taken for every recipient.</summary>
    /// <param name="result">What became of it; the message of its failure becomes the exception's.</param>
    /// <param name="inner">What the system said; null: nothing.</param>
    /// <exception cref="ArgumentException">Nothing failed.</exception>
    public MailException(SendResult result, Exception? inner = null)
        : this(result?.Failure ?? throw new ArgumentException("nothing failed", nameof(result)), inner)
    {
        Result = result;
    }

    /// <summary>Says what failed, in parts.</summary>
    /// <param name="exitCode">The exit status; never <see cref="ExitCode.Ok"/>.</param>
    /// <param name="stage">How far the mail had come.</param>
    /// <param name="message">One sentence for the user. Never a secret.</param>
    /// <param name="reply">What the server said; null: it is not the server who refused.</param>
    /// <param name="inner">What the system said; null: nothing.</param>
    public MailException(ExitCode exitCode, DeliveryStage stage, string message, ServerReply? reply = null, Exception? inner = null)
        : this(new DeliveryFailure(exitCode, stage, message) { Reply = reply }, inner)
    {
    }

    /// <summary>The facts of the failure.</summary>
    public DeliveryFailure Failure { get; private init; }

    /// <summary>
    /// What became of the mail. Where sending a mail threw, it says of each recipient who has the mail, so that nobody is sent it twice;
    /// otherwise it says what the failure alone does, and has no recipients.
    /// </summary>
    public SendResult Result { get => field ?? SendResult.Of(Failure); }

    /// <summary>The exit status that says so to a caller.</summary>
    public ExitCode ExitCode => Failure.ExitCode;

    /// <summary>How far the mail had come.</summary>
    public DeliveryStage Stage => Failure.Stage;

    /// <summary>What the server said; null: it is not the server who refused.</summary>
    public ServerReply? Reply => Failure.Reply;

    /// <inheritdoc cref="DeliveryFailure.Advice"/>
    public string? Advice
    {
        get => Failure.Advice;
        init => Failure = Failure with { Advice = value };
    }

    /// <inheritdoc cref="DeliveryFailure.MayHaveBeenDelivered"/>
    public bool MayHaveBeenDelivered => Failure.MayHaveBeenDelivered;
}
