using System.Diagnostics;
using Msmtp.Text;
using Disk = System.IO.File;

namespace Msmtp.Log.File.Tests;

public sealed class LogFileSinkTests : IDisposable
{
    readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("msmtp-log-");

    string LogFile => Path.Combine(directory.FullName, "log");

    [Fact]
    public async Task A_line_is_appended_to_what_there_is()
    {
        await Disk.WriteAllTextAsync(LogFile, "no newline at end", TestContext.Current.CancellationToken);

        await WriteAsync(LogFile);
        await WriteAsync(LogFile);

        Assert.Equal($"no newline at end{Some.RecordLine}\n{Some.RecordLine}\n", await ReadAsync());
    }

    [Fact]
    public async Task The_time_is_that_of_the_record_on_the_users_clock()
    {
        await WriteAsync(LogFile, "%s");

        Assert.Equal($"{Some.Record.Time.ToUnixTimeSeconds()} {Some.RecordLine}\n", await ReadAsync());
    }

    [Fact]
    public async Task A_new_file_has_mode_0666_less_the_umask()
    {
        var sample = Path.Combine(directory.FullName, "sample");
        await Disk.WriteAllTextAsync(sample, "", TestContext.Current.CancellationToken);

        await WriteAsync(LogFile);

        Assert.Equal(new FileInfo(sample).UnixFileMode, new FileInfo(LogFile).UnixFileMode);
    }

    [Fact]
    public async Task A_name_that_is_not_utf8_is_taken_as_it_is()
    {
        await WriteAsync(Path.Combine(directory.FullName, OctetText.Decode([(byte)'l', 0xF6])));

        Assert.Single(directory.GetFiles());
    }

    [Theory]
    [InlineData("no/log", "cannot open: No such file or directory")]
    [InlineData(".", "cannot open: Is a directory")]
    public async Task A_file_that_cannot_be_opened_is_told_as_msmtp_does(string name, string problem)
    {
        var file = Path.Combine(directory.FullName, name);

        var failure = await FailsAsync(file);

        Assert.Equal($"cannot log to {file}: {problem}", failure.Message);
    }

    [Fact]
    public async Task A_full_disk_is_told() =>
        Assert.Equal("cannot log to /dev/full: cannot write: No space left on device", (await FailsAsync("/dev/full")).Message);

    [Fact]
    public async Task A_time_that_is_too_long_is_told_and_nothing_is_written()
    {
        var failure = await FailsAsync(LogFile, new string('x', 128));

        Assert.Equal($"cannot log to {LogFile}: invalid logfile_time_format", failure.Message);
        Assert.False(Disk.Exists(LogFile));
    }

    [Fact]
    public async Task A_dash_is_standard_output()
    {
        using var other = OtherProcess.Log("-", "me@example.org", times: 1);

        Assert.Equal(Some.RecordLine + "\n", await other.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Many_processes_at_once_tear_no_line()
    {
        const int processes = 8, lines = 50;
        var texts = Enumerable.Range(0, processes).Select(i => new string((char)('a' + i), 3000)).ToList();

        var others = texts.ConvertAll(text => OtherProcess.Log(LogFile, text, lines));
        foreach (var other in others)
        {
            await other.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, other.ExitCode);
            other.Dispose();
        }

        var expected = texts.SelectMany(text => Enumerable.Repeat(Some.RecordLine.Replace("me@example.org", text, StringComparison.Ordinal), lines));
        Assert.Equal(expected, (await Disk.ReadAllLinesAsync(LogFile, TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Many_tasks_of_one_process_tear_no_line()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => WriteAsync(LogFile))));

        Assert.Equal(Enumerable.Repeat(Some.RecordLine, 50), await Disk.ReadAllLinesAsync(LogFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_lock_is_waited_for()
    {
        using var other = OtherProcess.Lock(LogFile);
        Assert.Equal("locked", await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        var writing = WriteAsync(LogFile);
        Assert.Equal("", await ReadAsync());
        other.StandardInput.Close();
        await writing;

        Assert.Equal(Some.RecordLine + "\n", await ReadAsync());
    }

    [Fact]
    public async Task A_lock_is_waited_for_ten_seconds()
    {
        using var other = OtherProcess.Lock(LogFile);
        await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        var failure = await FailsAsync(LogFile, clock: new HastyClock());
        other.StandardInput.Close();

        Assert.Equal($"cannot log to {LogFile}: cannot lock (tried for 10 seconds): Resource temporarily unavailable", failure.Message);
    }

    // The runtime cannot delete a file whose name is not UTF-8.
    public void Dispose()
    {
        using var remove = Process.Start("rm", ["-r", directory.FullName]);
        remove.WaitForExit();
    }

    static async Task WriteAsync(string file, string? format = "none", TimeProvider? clock = null) =>
        await new LogFileSink(file, format, clock ?? TimeProvider.System).WriteAsync(Some.Record, TestContext.Current.CancellationToken);

    static Task<MailException> FailsAsync(string file, string? format = "none", TimeProvider? clock = null) =>
        Assert.ThrowsAsync<MailException>(() => WriteAsync(file, format, clock));

    Task<string> ReadAsync() => Disk.ReadAllTextAsync(LogFile, TestContext.Current.CancellationToken);

    /// <summary>A clock on which a second passes whenever somebody looks, and no wait takes time.</summary>
    sealed class HastyClock : TimeProvider
    {
        long seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref seconds);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
