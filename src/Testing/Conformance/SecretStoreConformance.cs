using Msmtp.Text;

namespace Msmtp.Testing;

/// <summary>The contract of <see cref="ISecretStore"/> as tests. Derive, and give it a place to store things.</summary>
public abstract class SecretStoreConformance : PluginConformance
{
    static readonly SecretKey Key = new("msmtp-conformance", "mail.example.org", "joe");

    /// <summary>The store's name, if the plugin registers several.</summary>
    protected virtual string Store => Registered.SecretStores.Keys.Single();

    /// <summary>What is stored is found, even by a new instance of the store.</summary>
    [Fact]
    public async Task What_was_stored_is_found()
    {
        await StoreAsync(Key, "first"u8.ToArray());

        Assert.Equal("first"u8.ToArray(), await FindAsync(Key));
        Assert.Equal("first"u8.ToArray(), await FindAsync(Key));
    }

    /// <summary>There is one secret per key.</summary>
    [Fact]
    public async Task Storing_again_replaces_what_was_there()
    {
        await StoreAsync(Key, "a longer one"u8.ToArray());
        await StoreAsync(Key, "short"u8.ToArray());

        Assert.Equal("short"u8.ToArray(), await FindAsync(Key));
    }

    /// <summary>Null: there is nothing, which is not a failure.</summary>
    [Fact]
    public async Task What_was_never_stored_is_not_found()
    {
        var key = Key with { User = "nobody-at-all" };

        Assert.Null(await FindAsync(key));
        Assert.False(await Create().RemoveAsync(key, Token));
    }

    /// <summary>What has been removed is gone, and can be stored again.</summary>
    [Fact]
    public async Task What_was_removed_is_gone()
    {
        var key = Key with { User = "removed" };
        await StoreAsync(key, "secret"u8.ToArray());

        Assert.True(await Create().RemoveAsync(key, Token));
        Assert.Null(await FindAsync(key));
        Assert.False(await Create().RemoveAsync(key, Token));

        await StoreAsync(key, "again"u8.ToArray());
        Assert.Equal("again"u8.ToArray(), await FindAsync(key));
        await Create().RemoveAsync(key, Token);
    }

    /// <summary>A secret is octets: none, many, NUL, anything but text.</summary>
    [Fact]
    public async Task Secrets_are_any_octets()
    {
        foreach (var octets in (byte[][])[[], [0], [(byte)'a', 0, (byte)'b'], [0xFF, 0xFE], "two\nlines\r\n"u8.ToArray(), new byte[100_000]])
        {
            await StoreAsync(Key, octets);
            Assert.Equal(octets, await FindAsync(Key));
        }
    }

    /// <summary>Names are neither paths nor patterns, and different names never mean the same secret.</summary>
    [Fact]
    public async Task Keys_are_any_text_and_all_of_it_counts()
    {
        string[] names = ["", "a", "A", "a@b", "a%40b", "../a", "/a", ".", "..", "a/b", "a\\b", "a b", "a\nb", "*", "con", "\u00E4", "a.", new('x', 300)];
        var keys = names.Select(name => Key with { User = name }).Append(Key with { Host = "a@b", User = "" }).Append(Key with { Service = Key.Service + "-b" }).ToList();
        foreach (var key in keys)
            await StoreAsync(key, OctetText.Encode($"{key}"));

        foreach (var key in keys)
            Assert.Equal(OctetText.Encode($"{key}"), await FindAsync(key));
        foreach (var key in keys)
            Assert.True(await Create().RemoveAsync(key, Token), $"{key} is gone");
    }

    /// <summary>The caller owns the secret it stores, and the one it gets.</summary>
    [Fact]
    public async Task Secrets_belong_to_the_caller()
    {
        using var given = Secret.FromText("given");
        var store = Create();
        await store.StoreAsync(Key, given, Token);
        var first = await store.FindAsync(Key, Token);
        first?.Dispose();
        using var second = await store.FindAsync(Key, Token);

        Assert.Equal("given"u8, given.Reveal());
        Assert.Equal("given"u8.ToArray(), second?.Reveal().ToArray());
    }

    /// <summary>A reader always gets one complete secret, the old or the new.</summary>
    [Fact]
    public async Task Concurrent_reads_and_writes_work()
    {
        var key = Key with { User = "contended" };
        await StoreAsync(key, Of('0'));

        var found = await Task.WhenAll(Enumerable.Range(1, 8).Select(writer => Task.Run(async () =>
        {
            await StoreAsync(key, Of((char)('0' + writer)));
            return await FindAsync(key);
        })));

        Assert.All(found, static octets => Assert.True(octets is [var first, ..] && octets.Length == 5000 && octets.AsSpan().Count(first) == 5000, "a torn secret"));
        await Create().RemoveAsync(key, Token);

        static byte[] Of(char letter) => [.. Enumerable.Repeat((byte)letter, 5000)];
    }

    /// <summary>A caller who cancels gets an answer or a cancellation, nothing else.</summary>
    [Fact]
    public async Task A_cancelled_caller_gets_an_answer_or_a_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        AssertAllowed(await Record.ExceptionAsync(async () => (await Create().FindAsync(Key, cancelled.Token))?.Dispose()), cancelled.Token);
    }

    /// <summary>Creates the store, as the host does.</summary>
    protected virtual ISecretStore Create() => Registered.SecretStores[Store](Context(Msmtprc));

    async Task StoreAsync(SecretKey key, byte[] octets)
    {
        using var secret = new Secret([.. octets]);
        await Create().StoreAsync(key, secret, Token);
    }

    async Task<byte[]?> FindAsync(SecretKey key)
    {
        using var secret = await Create().FindAsync(key, Token);
        return secret?.Reveal().ToArray();
    }
}
