namespace Msmtp;

/// <summary>
/// The exception that is thrown when a mail cannot be delivered, and by every contract for what goes wrong outside the program. Invalid
/// arguments throw <see cref="ArgumentException"/>, cancellation throws <see cref="OperationCanceledException"/>.
/// </summary>
public sealed class MailException : Exception
{
    /// <summary>Initializes the exception with a failure.</summary>
    /// <param name="failure">The failure; its message becomes the exception's.</param>
    /// <param name="inner">The exception that caused it, if any.</param>
    public MailException(DeliveryFailure failure, Exception? inner = null) : base(failure?.Message, inner)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Failure = failure;
    }

    /// <summary>Initializes the exception with the result of a mail that was not accepted for every recipient.</summary>
    /// <param name="result">The result; the message of its failure becomes the exception's.</param>
    /// <param name="inner">The exception that caused it, if any.</param>
    /// <exception cref="ArgumentException">The result has no failure.</exception>
    public MailException(SendResult result, Exception? inner = null)
        : this(result?.Failure ?? throw new ArgumentException("nothing failed", nameof(result)), inner)
    {
        Result = result;
    }

    /// <summary>Initializes the exception with the parts of a failure.</summary>
    /// <param name="exitCode">The exit status; never <see cref="ExitCode.Ok"/>.</param>
    /// <param name="stage">How far the mail had come.</param>
    /// <param name="message">One sentence for the user. Never a secret.</param>
    /// <param name="reply">The server's reply; null if it was not the server that refused.</param>
    /// <param name="inner">The exception that caused it, if any.</param>
    public MailException(ExitCode exitCode, DeliveryStage stage, string message, ServerReply? reply = null, Exception? inner = null)
        : this(new DeliveryFailure(exitCode, stage, message) { Reply = reply }, inner)
    {
    }

    /// <summary>The failure.</summary>
    public DeliveryFailure Failure { get; private init; }

    /// <summary>
    /// What became of the mail. If sending a mail threw, it tells for each recipient whether the server has accepted the mail, so that it is
    /// not sent twice; otherwise it follows from the failure alone and has no recipients.
    /// </summary>
    public SendResult Result { get => field ?? SendResult.Of(Failure); }

    /// <summary>The exit status of the command.</summary>
    public ExitCode ExitCode => Failure.ExitCode;

    /// <summary>How far the mail had come.</summary>
    public DeliveryStage Stage => Failure.Stage;

    /// <summary>The server's reply; null if it was not the server that refused.</summary>
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
