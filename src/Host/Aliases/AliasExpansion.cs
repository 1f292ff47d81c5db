namespace Msmtp.Hosting;

/// <summary>Replaces local names among the recipients with what the account's aliases file says. The header is not changed.</summary>
static class AliasExpansion
{
    /// <exception cref="MailException">The file cannot be read, or is wrong. It is only opened if there is a local name.</exception>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> recipients, AccountSettings settings) =>
        settings.Get(EnvelopeSettings.Aliases) is { } path && recipients.Any(AliasTargets.IsName)
            ? ExpandBy(path, recipients)
            : recipients;

    static IReadOnlyList<string> ExpandBy(string path, IReadOnlyList<string> recipients) =>
        With(path, octets => AliasFile.Read(octets, Included).Expand(recipients));

    /// <summary>What is wrong with an aliases file, one line each, which names the file; empty: nothing.</summary>
    /// <exception cref="MailException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Check(string path) =>
        [.. With(path, static octets => AliasFile.Check(octets, Included)).Select(mistake => $"{path}: {mistake}")];

    delegate T Use<T>(ReadOnlySpan<byte> octets);

    static T With<T>(string path, Use<T> use)
    {
        try
        {
            using var file = File.OpenHandle(path);
            using var content = WholeFile.Read(file);
            return use(content.Octets);
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

    // A mistake in an included file counts as one of the alias that includes it.
    static byte[] Included(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            using var content = WholeFile.Read(file);
            return content.Octets.ToArray();
        }
        catch (Exception e) when (WholeFile.IsFolder(path, e))
        {
            throw new InvalidDataException($"{path}: input error", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: {SystemError.Describe(e)}", e);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    static MailException Unusable(string path, string reason, Exception inner) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"{path}: {reason}", inner: inner);
}
