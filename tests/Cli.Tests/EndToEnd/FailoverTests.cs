using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Never two mails, and never none: whatever becomes of the first server, and wherever.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FailoverTests : EndToEndTest
{
    static readonly SemaphoreSlim AtOnce = new(4);

    // More than is written at once, so that a server can end in the middle.
    static readonly string LongMail = Mail + string.Concat(Enumerable.Repeat("and so on, a line that is neither short nor long\n", 20_000));

    [Theory]
    [InlineData(Flavour.Native, false)]
    [InlineData(Flavour.Native, true)]
    [InlineData(Flavour.Managed, false)]
    [InlineData(Flavour.Managed, true)]
    public async Task Each_end_at_each_stage(Flavour flavour, bool hasQueue)
    {
        var pairs = from stage in Enum.GetValues<EndingStage>()
                    from way in Enum.GetValues<EndingWay>()
                    where stage != EndingStage.Nowhere
                    select (stage, way);

        var faults = await Task.WhenAll(pairs.Select(pair => FaultAsync(flavour, hasQueue, pair.stage, pair.way)));

        Assert.Equal(9 * 7, faults.Length);
        Assert.Empty(faults.OfType<string>());
    }

    // Null: all is well.
    async Task<string?> FaultAsync(Flavour flavour, bool hasQueue, EndingStage stage, EndingWay way)
    {
        await AtOnce.WaitAsync(Token);
        try
        {
            await using var first = new EndingServer(stage, way);
            await using var second = new EndingServer(EndingStage.Nowhere, EndingWay.Close);
            var name = $"{stage}-{way}";
            var file = Home.Write(name, $"""
                defaults
                host 127.0.0.1
                from me@example.org
                timeout {(way == EndingWay.Stall ? 1 : 20)}
                queue {(hasQueue ? "on" : "off")}
                queue_dir {Home.File("queue-" + name)}
                queue_runner off
                account second
                port {second.Port}
                account default
                port {first.Port}
                failover second
                {(stage == EndingStage.StartTls ? "tls on\ntls_certcheck off" : "auth plain\nuser me\npassword secret")}

                """);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

            var result = await SendTextAsync(flavour, LongMail, "-C", file, "you@example.net");

            var left = hasQueue ? await LeftAsync(flavour, file) : [];
            var seen = new Seen(result.ExitCode == 0, first.Copies, second.Copies, left.Count, stage != EndingStage.Message && (left.Any(IsUnknown) || IsUnknown(result)));
            return seen == Expected(stage, way, hasQueue) ? null : $"{name}: {seen}, not {Expected(stage, way, hasQueue)}; {result}";
        }
        finally
        {
            AtOnce.Release();
        }
    }

    /// <summary>
    /// What became of a mail. In the middle of a message nothing is said about doubt: the rest of it may be under way already.
    /// </summary>
    sealed record Seen(bool IsSuccess, int First, int Second, int Queued, bool MayBeTwice);

    static Seen Expected(EndingStage stage, EndingWay way, bool hasQueue)
    {
        var isRefused = way == EndingWay.Never && stage != EndingStage.StartTls && stage != EndingStage.Hello;
        if (stage == EndingStage.Dot && way is not (EndingWay.Later or EndingWay.Never or EndingWay.Busy))
            return new Seen(hasQueue, 1, 0, hasQueue ? 1 : 0, true);
        // The message has begun.
        if (stage is EndingStage.Dot or EndingStage.Message)
            return new Seen(hasQueue && !isRefused, 0, 0, hasQueue && !isRefused ? 1 : 0, false);
        // What is no reply means trouble where both sides are about to trust each other.
        var isStopped = way == EndingWay.Never || way == EndingWay.Garbage && stage is (EndingStage.StartTls or EndingStage.Auth);
        return isStopped ? new Seen(false, 0, 0, 0, false) : new Seen(true, 0, 1, 0, false);
    }

    static bool IsUnknown(CommandResult result) => result.ErrorText.Contains("it may have been delivered", StringComparison.Ordinal);

    static bool IsUnknown(JsonElement mail) => mail.GetProperty("may_have_been_delivered").GetBoolean();

    async Task<IReadOnlyList<JsonElement>> LeftAsync(Flavour flavour, string file)
    {
        var listed = await SendTextAsync(flavour, "", "-C", file, "--queue-list=json");
        using var json = JsonDocument.Parse(listed.OutputText);
        return [.. json.RootElement.Clone().EnumerateArray()];
    }
}
