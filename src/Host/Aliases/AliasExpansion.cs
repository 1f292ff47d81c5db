namespace Msmtp.Hosting;

/// <summary>
/// Whom a mail goes to: local names among the recipients are replaced with what the account's aliases file says, and what is left without a
/// domain is given that of the account. The header is not changed.
/// </summary>
static class AliasExpansion
{
    /// <param name="recipients">Addresses and local names.</param>
    /// <param name="settings">The account's.</param>
    /// <param name="isThisHost">Whether a domain is a name of this machine.</param>
    /// <exception cref="MailException">The file cannot be read, or is wrong. It is only opened if there is a local name.</exception>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> recipients, AccountSettings settings, Func<string, bool> isThisHost)
    {
        var expanded = ByFile(recipients, settings, isThisHost);
        if (LocalDomain.Of(settings) is not { } domain)
            return expanded;
        var complete = new string[expanded.Count];
        for (var i = 0; i < complete.Length; i++)
            complete[i] = LocalDomain.Complete(expanded[i], domain);
        return complete;
    }

    static IReadOnlyList<string> ByFile(IReadOnlyList<string> recipients, AccountSettings settings, Func<string, bool> isThisHost)
    {
        if (settings.Get(EnvelopeSettings.Aliases) is not { } path)
            return recipients;
        var domains = new AliasDomains(settings, isThisHost);
        for (var i = 0; i < recipients.Count; i++)
            if (domains.NameOf(recipients[i]) is not null)
                return With(path, octets => AliasFile.Read(octets, Included).Expand(recipients, domains));
        return recipients;
    }

    /// <summary>What is wrong with an account's aliases file, one line each, which names the file; empty: nothing, or there is no such file.</summary>
    /// <exception cref="MailException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Check(AccountSettings settings, Func<string, bool> isThisHost)
    {
        if (settings.Get(EnvelopeSettings.Aliases) is not { } path)
            return [];
        var domains = new AliasDomains(settings, isThisHost);
        return [.. With(path, octets => AliasFile.Check(octets, Included, domains)).Select(mistake => $"{path}: {mistake}")];
    }

    /// <summary>The names that an aliases file has, those with mistakes in what they stand for included.</summary>
    /// <exception cref="MailException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Names(string path) => With(path, static octets => AliasFile.Names(octets));

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
