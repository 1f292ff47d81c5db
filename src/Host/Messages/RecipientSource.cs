namespace Msmtp.Hosting;

/// <summary>Where a mail's recipients are named.</summary>
public enum RecipientSource
{
    /// <summary>In the request, on the command line: not in the message.</summary>
    RequestOnly,

    /// <summary>Also in To, Cc and Bcc, or in the first block of Resent fields (RFC 5322 §3.6.3, §3.6.6).</summary>
    RequestAndHeader,
}
