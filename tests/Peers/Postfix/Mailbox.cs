namespace Msmtp.Peers;

/// <summary>A Maildir that belongs to one test.</summary>
/// <param name="Address">The address whose mail is delivered here.</param>
/// <param name="Arrived">The directory of new mail; it appears with the first.</param>
public sealed record Mailbox(string Address, string Arrived);
