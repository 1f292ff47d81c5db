using System.Runtime.InteropServices;
using System.Text;

namespace Msmtp.Secrets.Credentials.Tests;

public sealed partial class HandedOverTests
{
    [Theory]
    [InlineData("secret\n", "secret")]
    [InlineData("secret", "secret")]
    public async Task A_descriptor_is_read_to_its_end_and_closed(string content, string secret)
    {
        var number = Pipe(content);

        Assert.Equal(secret, await Some.FoundAsync(Source(number, new DescriptorSecrets()), Some.Password));
        Assert.Equal(-1, Control(number, 1));
    }

    [Fact]
    public async Task The_command_does_not_keep_what_it_has_read()
    {
        var number = Pipe("secret");
        var handedOver = new DescriptorSecrets();
        await Some.FoundAsync(Source(number, handedOver), Some.Password);

        var failure = await Assert.ThrowsAsync<MailException>(() => Some.FoundAsync(Source(number, handedOver), Some.Password));

        Assert.Equal(
            (ExitCode.Config, $"file descriptor {number} is not open: it was not handed over, or has already been read"),
            (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task An_application_has_it_for_every_mail()
    {
        var number = Pipe("secret");
        var handedOver = new DescriptorSecrets();

        Assert.Equal("secret", await Some.FoundAsync(Source(number, handedOver, IoMode.Asynchronous), Some.Password));
        Assert.Equal("secret", await Some.FoundAsync(Source(number, handedOver, IoMode.Asynchronous), Some.Password));
    }

    [Fact]
    public async Task What_the_program_itself_has_opened_was_not_handed_over()
    {
        using var own = File.OpenHandle("/dev/null");
        var number = (int)own.DangerousGetHandle();

        await Assert.ThrowsAsync<MailException>(() => Some.FoundAsync(Source(number, new DescriptorSecrets()), Some.Password));

        Assert.True(Control(number, 1) >= 0);
    }

    [Fact]
    public async Task An_empty_one_is_an_error()
    {
        var number = Pipe("");

        var failure = await Assert.ThrowsAsync<MailException>(() => Some.FoundAsync(Source(number, new DescriptorSecrets()), Some.Password));

        Assert.Equal($"the credential file descriptor {number} is empty", failure.Message);
    }

    [Fact]
    public async Task It_comes_before_a_name()
    {
        var number = Pipe("secret");
        var settings = AccountSettings.Empty.With(CredentialsSettings.Descriptor, number).With(CredentialsSettings.Name, "mail");

        Assert.Equal("secret", await Some.FoundAsync(Some.Source(settings, null, "/nowhere"), Some.Password));
    }

    static CredentialsSource Source(int number, DescriptorSecrets handedOver, IoMode io = IoMode.Blocking) =>
        Some.Source(AccountSettings.Empty.With(CredentialsSettings.Descriptor, number), null, "/nowhere", handedOver, io);

    // As a shell hands over "3<file": open, and not to be closed by exec. Numbers of its own, so that nobody gets one that was just closed.
    static int Pipe(string content)
    {
        const int Duplicate = 0;
        var ends = new int[2];
        Assert.Equal(0, OpenPipe(ends));
        var octets = Encoding.ASCII.GetBytes(content);
        Assert.Equal(octets.Length, Write(ends[1], octets, octets.Length));
        var number = Control(ends[0], Duplicate, Interlocked.Increment(ref next));
        Assert.Equal((0, 0), (Close(ends[0]), Close(ends[1])));
        return number;
    }

    static int next = 700;

    [LibraryImport("libc", EntryPoint = "pipe")]
    private static partial int OpenPipe(Span<int> ends);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> octets, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument = 0);
}
