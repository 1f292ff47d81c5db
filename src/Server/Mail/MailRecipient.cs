namespace Msmtp.Server;

/// <summary>One accepted RCPT.</summary>
/// <param name="Address">The mailbox as it stood between the angle brackets, without a source route.</param>
/// <param name="Parameters">Its parameters, such as NOTIFY and ORCPT, in the order of the command.</param>
public sealed record MailRecipient(string Address, IReadOnlyList<MailParameter> Parameters);
