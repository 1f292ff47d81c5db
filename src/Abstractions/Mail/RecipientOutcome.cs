namespace Msmtp;

/// <summary>What became of a mail for one recipient.</summary>
/// <param name="Recipient">Who.</param>
/// <param name="Outcome">What became of it; never <see cref="SendOutcome.PartlySent"/>.</param>
public sealed record RecipientOutcome(ForwardPath Recipient, SendOutcome Outcome)
{
    /// <inheritdoc cref="RecipientResult.Reply"/>
    public Reply? Reply { get; init; }
}
