using System.Text;
using NSubstitute;

namespace Msmtp.Secrets.Command.Tests;

public sealed class CommandSourceTests
{
    static readonly SecretQuery Password = new(SecretKind.Password) { Host = "mail.example.org", User = "joe" };

    readonly IShell shell = Substitute.For<IShell>();

    [Theory]
    [InlineData("secret")]
    [InlineData(" secret ")]
    [InlineData("")]
    public async Task The_first_line_is_the_password(string line)
    {
        Prints(line);

        using var secret = await FindAsync(Password);

        Assert.NotNull(secret);
        Assert.Equal(line, Encoding.UTF8.GetString(secret.Reveal()));
    }

    [Fact]
    public async Task No_output_is_an_error_of_the_configuration()
    {
        Prints(null);

        var failure = await Assert.ThrowsAsync<MailException>(() => FindAsync(Password));

        Assert.Equal("cannot read output of 'pass joe'", failure.Message);
        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Equal(DeliveryStage.Configure, failure.Stage);
    }

    [Fact]
    public async Task A_token_is_asked_of_the_command_too()
    {
        Prints("ya29.token");

        using var secret = await FindAsync(new SecretQuery(SecretKind.Token));

        Assert.NotNull(secret);
    }

    [Theory]
    [InlineData(SecretKind.KeyPassphrase)]
    [InlineData(SecretKind.Pin)]
    public async Task Other_secrets_are_none_of_its_business(SecretKind kind)
    {
        Assert.Null(await FindAsync(new SecretQuery(kind)));
        Assert.Empty(shell.ReceivedCalls());
    }

    [Fact]
    public async Task A_command_for_a_key_is_asked_for_nothing_else()
    {
        Prints("open sesame");
        var source = new CommandSource("pass joe", shell, SecretKind.KeyPassphrase) { File = "/key" };

        Assert.Null(await source.FindAsync(Password, TestContext.Current.CancellationToken));
        Assert.Null(await source.FindAsync(new SecretQuery(SecretKind.KeyPassphrase) { File = "/other" }, TestContext.Current.CancellationToken));
        using var passphrase = await source.FindAsync(new SecretQuery(SecretKind.KeyPassphrase) { File = "/key" }, TestContext.Current.CancellationToken);

        Assert.Equal("open sesame"u8, passphrase!.Reveal());
    }

    [Fact]
    public async Task Without_a_command_nothing_runs()
    {
        Assert.Null(await FindAsync(Password, command: null));
        Assert.Empty(shell.ReceivedCalls());
    }

    [Fact]
    public async Task After_a_refusal_the_command_runs_again()
    {
        shell.ReadFirstLineAsync("pass joe", Arg.Any<CancellationToken>()).Returns(_ => "old"u8.ToArray(), _ => "new"u8.ToArray());
        var source = new CommandSource("pass joe", shell, SecretKind.Password);
        using var first = await source.FindAsync(Password, TestContext.Current.CancellationToken);

        using var second = await source.FindAsync(Password with { Rejected = first }, TestContext.Current.CancellationToken);

        Assert.Equal("new"u8, second!.Reveal());
    }

    void Prints(string? line) =>
        shell.ReadFirstLineAsync("pass joe", Arg.Any<CancellationToken>()).Returns(_ => line is null ? null : Encoding.UTF8.GetBytes(line));

    Task<Secret?> FindAsync(SecretQuery query, string? command = "pass joe") =>
        new CommandSource(command, shell, SecretKind.Password, SecretKind.Token).FindAsync(query, TestContext.Current.CancellationToken).AsTask();
}
