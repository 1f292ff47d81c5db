namespace Msmtp.Secrets.Credentials;

/// <summary>
/// The secrets of open descriptors. Each is read once, to its end, and closed, so that commands run later do not inherit it. An
/// application, which sends many mails, keeps what was read; the command does not.
/// </summary>
sealed class DescriptorSecrets
{
    readonly Dictionary<int, byte[]> kept = [];
    readonly Lock gate = new();

    /// <summary>The secret from a descriptor; the caller disposes it.</summary>
    /// <exception cref="MailException">It is not open, or cannot be used.</exception>
    public Secret Get(int number, IoMode io)
    {
        lock (gate)
        {
            if (kept.TryGetValue(number, out var octets))
                return new Secret([.. octets]);
            var secret = InheritedDescriptor.Read(number);
            if (io == IoMode.Asynchronous)
                kept[number] = secret.Reveal().ToArray();
            return secret;
        }
    }
}
