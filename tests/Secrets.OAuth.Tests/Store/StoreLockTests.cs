using System.Diagnostics;
using System.Runtime.Versioning;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.TestKit;

namespace Msmtp.Secrets.OAuth.Tests.Store;

[UnsupportedOSPlatform("windows")]
public sealed class StoreLockTests : IDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    readonly Home home = new();

    string Lock => Path.Combine(home.Path, "one.lock");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData(IoMode.Asynchronous)]
    [InlineData(IoMode.Blocking)]
    public async Task It_is_held_by_one_at_a_time_and_the_file_stays(IoMode io)
    {
        (await WaitAsync(io)).Dispose();
        var file = new FileInfo(Lock).CreationTimeUtc;
        using (await WaitAsync(io))
            Assert.Null(LockFile.TryTake(Lock));

        using var again = LockFile.TryTake(Lock);
        Assert.NotNull(again);
        Assert.Equal(file, new FileInfo(Lock).CreationTimeUtc);
    }

    [Fact]
    public async Task An_application_waits_without_a_thread_until_it_is_free()
    {
        var first = await WaitAsync(IoMode.Asynchronous);
        var second = WaitAsync(IoMode.Asynchronous);
        await home.Time.UntilTimerAsync(Interval, Token);
        home.Time.Advance(Interval);
        await home.Time.UntilTimerAsync(Interval, Token);
        Assert.False(second.IsCompleted);

        first.Dispose();
        home.Time.Advance(Interval);

        (await second).Dispose();
    }

    [Fact]
    public async Task The_command_has_it_when_the_call_returns()
    {
        var first = await WaitAsync(IoMode.Blocking);
        var hasIt = false;
        var second = Task.Run(
            () =>
            {
                var waiting = Locks.WaitAsync(Lock, Context(IoMode.Blocking), Token);
                hasIt = waiting.IsCompletedSuccessfully;
                return waiting.AsTask();
            },
            Token);

        first.Dispose();

        (await second).Dispose();
        Assert.True(hasIt);
    }

    [Fact]
    public async Task After_a_minute_the_mail_is_for_later_and_the_user_learns_which_file_it_is()
    {
        using var first = await WaitAsync(IoMode.Asynchronous);
        var second = WaitAsync(IoMode.Asynchronous);
        await home.Time.UntilTimerAsync(Interval, Token);
        home.Time.Advance(TimeSpan.FromSeconds(59));
        await home.Time.UntilTimerAsync(Interval, Token);
        Assert.False(second.IsCompleted);
        home.Time.Advance(TimeSpan.FromSeconds(1));

        AssertHeldTooLong(await Assert.ThrowsAsync<MailException>(() => second));
    }

    [Fact]
    public async Task So_it_is_for_the_command()
    {
        using var first = await WaitAsync(IoMode.Blocking);

        AssertHeldTooLong(await Assert.ThrowsAsync<MailException>(
            async () => await Locks.WaitAsync(Lock, Context(IoMode.Blocking) with { Time = new Leaping() }, Token)));
    }

    [Theory]
    [InlineData(IoMode.Asynchronous)]
    [InlineData(IoMode.Blocking)]
    public async Task Whoever_waits_can_be_cancelled(IoMode io)
    {
        using var first = await WaitAsync(io);
        using var cancelling = new CancellationTokenSource();
        var second = Task.Run(async () => await Locks.WaitAsync(Lock, Context(io), cancelling.Token), Token);

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task It_excludes_other_programs_and_ends_with_them()
    {
        await File.WriteAllTextAsync(Lock, "", Token);
        using var other = Process.Start(new ProcessStartInfo("flock", ["--no-fork", Lock, "sh", "-c", "echo held; read line"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("flock (util-linux) is not there");
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync(Token));
        Assert.Null(LockFile.TryTake(Lock));

        other.Kill();
        await other.WaitForExitAsync(Token);

        using var taken = LockFile.TryTake(Lock);
        Assert.NotNull(taken);
    }

    [Fact]
    public async Task Other_programs_are_excluded_while_it_is_held()
    {
        using (await WaitAsync(IoMode.Blocking))
            Assert.Equal(1, await FlockAsync());

        Assert.Equal(0, await FlockAsync());
    }

    // A password command that runs for long must not keep it.
    [Fact]
    public async Task A_program_that_is_started_meanwhile_does_not_keep_it()
    {
        var held = await WaitAsync(IoMode.Blocking);
        using var child = Process.Start(new ProcessStartInfo("cat") { RedirectStandardInput = true })!;
        held.Dispose();

        using var taken = LockFile.TryTake(Lock);

        Assert.NotNull(taken);
        Assert.False(child.HasExited);
        child.StandardInput.Close();
        await child.WaitForExitAsync(Token);
    }

    [Fact]
    public void A_link_is_refused_and_not_followed()
    {
        var elsewhere = Path.Combine(home.Path, "elsewhere");
        File.CreateSymbolicLink(Lock, elsewhere);

        var failure = Assert.Throws<MailException>(() => LockFile.TryTake(Lock));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Equal($"{Lock}: is the lock on a sign-in and therefore must not be a link", failure.Message);
        Assert.False(File.Exists(elsewhere));
    }

    [Fact]
    public async Task A_file_of_somebody_else_is_refused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a file away");
        await File.WriteAllTextAsync(Lock, "", Token);
        using (var chown = Process.Start("chown", ["65534", Lock]))
            await chown.WaitForExitAsync(Token);

        var failure = Assert.Throws<MailException>(() => LockFile.TryTake(Lock));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Equal($"{Lock}: is the lock on a sign-in and therefore must be owned by you", failure.Message);
    }

    [Fact]
    public void What_cannot_be_opened_may_be_there_later()
    {
        Directory.CreateDirectory(Lock);

        var failure = Assert.Throws<MailException>(() => LockFile.TryTake(Lock));

        Assert.Equal((ExitCode.TempFail, true), (failure.ExitCode, failure.Failure.IsTemporary));
        Assert.StartsWith($"cannot open {Lock}: ", failure.Message, StringComparison.Ordinal);
    }

    void AssertHeldTooLong(MailException failure)
    {
        Assert.Equal((ExitCode.TempFail, DeliveryStage.Configure, true), (failure.ExitCode, failure.Stage, failure.Failure.IsTemporary));
        Assert.Contains(Lock, failure.Message, StringComparison.Ordinal);
        Assert.Contains($"fuser {Lock}", failure.Advice, StringComparison.Ordinal);
    }

    async Task<int> FlockAsync()
    {
        using var other = Process.Start("flock", ["--nonblock", Lock, "true"]);
        await other.WaitForExitAsync(Token);
        return other.ExitCode;
    }

    PluginContext Context(IoMode io) => home.Context("oauth google") with { Io = io };

    async Task<IDisposable> WaitAsync(IoMode io) => await Locks.WaitAsync(Lock, Context(io), Token);

    // For a wait that blocks: time passes whenever somebody looks.
    sealed class Leaping : TimeProvider
    {
        int looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => 30 * looks++;
    }
}
