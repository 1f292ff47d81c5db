namespace Msmtp.Server;

/// <summary>An ESMTP parameter of MAIL or RCPT (RFC 5321 §4.1.2).</summary>
/// <param name="Keyword">In capitals, whatever the client wrote.</param>
/// <param name="Value">As it was written; null: the parameter stands without "=".</param>
public sealed record MailParameter(string Keyword, string? Value);
