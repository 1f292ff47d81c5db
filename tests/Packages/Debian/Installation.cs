namespace Msmtp.Packages.Tests;

/// <summary>A system in which our packages have taken Postfix's place, for all tests of a class: made when the first wants it.</summary>
/// <param name="release">The name of Debian's release.</param>
public abstract class Installation(string release) : IAsyncLifetime
{
    Task<MailSystem>? system;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => default;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (system is { IsCompletedSuccessfully: true })
            await (await system).DisposeAsync();
    }

    internal Task<MailSystem> SystemAsync() => system ??= MailSystem.InstallAsync(release, "postfix");
}
