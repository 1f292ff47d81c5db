using Microsoft.Win32.SafeHandles;

namespace Msmtp.Hosting;

/// <summary>A place where a msmtprc may be.</summary>
/// <param name="Title">What messages call it: <c>system</c> or <c>user</c>.</param>
/// <param name="Path">The file's name.</param>
sealed record ConfigurationSource(string Title, string Path)
{
    /// <summary>The user named it, so it must exist.</summary>
    public bool IsNamed { get; init; }

    /// <summary>It belongs to the user, and nobody else may be able to read secrets in it, or in what it includes.</summary>
    public bool IsPrivate { get; init; }
}

/// <summary>The octets of a file that must be there. Errors are the user's to mend, and name the file.</summary>
static class ConfigurationContent
{
    /// <exception cref="MailException">It is not there, or cannot be opened.</exception>
    public static SafeFileHandle Open(string path)
    {
        try
        {
            // The runtime takes an empty name for a bug in this program, not for a mistake of the user's.
            return File.OpenHandle(path.Length > 0 ? path : throw new FileNotFoundException());
        }
        catch (Exception e) when (WholeFile.IsFolder(path, e))
        {
            throw InputError(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e);
        }
    }

    /// <exception cref="MailException">It cannot be read, or is too long.</exception>
    public static SecretBuffer Read(string path, SafeFileHandle file)
    {
        try
        {
            return WholeFile.Read(file);
        }
        catch (InvalidDataException e)
        {
            throw new MailException(ExitCode.Config, DeliveryStage.Configure, $"{path}: {e.Message}", inner: e);
        }
        catch (IOException e)
        {
            throw InputError(path, e);
        }
    }

    /// <summary>A file or folder that cannot be opened.</summary>
    public static MailException Unusable(string path, Exception why) =>
        new(ExitCode.IoErr, DeliveryStage.Configure, $"{path}: {SystemError.Describe(why)}", inner: why);

    static MailException InputError(string path, Exception inner) =>
        new(ExitCode.IoErr, DeliveryStage.Configure, $"{path}: input error", inner: inner);
}
