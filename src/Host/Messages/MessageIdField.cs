namespace Msmtp.Hosting;

/// <summary>The Message-ID field (RFC 5322 §3.6.4): a random number of 32 digits, a dot, and the sender with its domain.</summary>
static class MessageIdField
{
    public static string Value(HeaderPolicy policy)
    {
        var domain = policy.Sender.Contains('@', StringComparison.Ordinal) ? "" : "@" + policy.HostName();
        return $"<{policy.UniqueId():N}.{HeaderAddress.Of(policy.Sender)}{domain}>";
    }
}
