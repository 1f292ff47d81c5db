namespace Msmtp.Hosting;

/// <summary>The Message-ID field (RFC 5322 §3.6.4): a random UUID, a dot, and the sender with its domain.</summary>
static class MessageIdField
{
    const int RandomOctets = 16;

    public static string Value(HeaderPolicy policy)
    {
        Span<byte> random = stackalloc byte[RandomOctets];
        policy.Random(random);
        var domain = policy.Sender.Contains('@', StringComparison.Ordinal) ? "" : "@" + policy.HostName();
        return $"<{Convert.ToHexStringLower(random)}.{HeaderAddress.Of(policy.Sender)}{domain}>";
    }
}
