namespace Msmtp.Hosting;

/// <summary>Replaces local names among the recipients by what the account's aliases file says. The header is not changed.</summary>
static class AliasExpansion
{
    /// <exception cref="MailException">The file cannot be read, or is wrong. Without a local name it is not even opened.</exception>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> recipients, Settings settings) =>
        settings.Get(EnvelopeSettings.Aliases) is { } path && recipients.Any(AliasFile.IsName) ? Expand(recipients, path) : recipients;

    static IReadOnlyList<string> Expand(IReadOnlyList<string> recipients, string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            using var content = WholeFile.Read(file);
            return AliasFile.Read(content.Octets).Expand(recipients);
        }
        catch (InvalidDataException e)
        {
            throw Unusable(path, e.Message, e);
        }
        catch (Exception e) when (WholeFile.IsFolder(path, e))
        {
            throw Unusable(path, "input error", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, SystemError.Describe(e), e);
        }
    }

    static MailException Unusable(string path, string reason, Exception inner) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"{path}: {reason}", inner: inner);
}
