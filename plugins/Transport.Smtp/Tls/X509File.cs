namespace Msmtp.Transport.Smtp;

/// <summary>Turns what is wrong with a file about certificates into a failure, in msmtp's words.</summary>
static class X509File
{
    /// <summary>Reads one.</summary>
    /// <param name="what">What it is, and its name.</param>
    /// <param name="read">Throws <see cref="InvalidDataException"/> in GnuTLS's words for what is wrong with its contents.</param>
    /// <exception cref="MailException">It cannot be read, or not be used; the exit code is <see cref="ExitCode.NoInput"/>.</exception>
    public static T Read<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw Unusable(what, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unusable(what, "Error while reading file.", e);
        }
    }

    /// <summary>The failure of a file that is of no use.</summary>
    public static MailException Unusable(string what, string why, Exception? cause = null) =>
        new(ExitCode.NoInput, DeliveryStage.Tls, $"cannot set X509 {what} for TLS session: {why}", inner: cause);
}
