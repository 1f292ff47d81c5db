using Msmtp;
using Msmtp.Testing;

namespace My.Plugin_1.Tests;

/// <summary>Every rule of the contract; and what the filter is for.</summary>
public sealed class UnfinishedConformance : FilterConformance
{
    protected override IPlugin Plugin => new UnfinishedPlugin();

    protected override string Msmtprc => "unfinished TODO";

    [Theory]
    [InlineData("Subject: TODO\n\nhello\n")]
    [InlineData("Subject: x\n\nTODO: say something\n")]
    public async Task A_mail_that_is_not_finished_is_stopped(string text)
    {
        var e = await Assert.ThrowsAsync<MailException>(() => WireAsync(text));

        Assert.Equal((ExitCode.DataErr, "the mail is not finished: it holds \"TODO\""), (e.ExitCode, e.Message));
    }

    [Fact]
    public async Task Any_other_mail_passes_unchanged() =>
        Assert.Equal("Subject: x\r\n\r\nTO DO\r\n"u8.ToArray(), await WireAsync("Subject: x\n\nTO DO\n"));
}
