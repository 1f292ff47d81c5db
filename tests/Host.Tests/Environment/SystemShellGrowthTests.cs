using Msmtp.Hosting;

namespace Msmtp.Host.Tests;

/// <summary>What a command prints does not fill the memory.</summary>
[Collection(nameof(Alone))]
public sealed class SystemShellGrowthTests
{
    [Fact]
    public async Task A_line_without_an_end_is_refused_and_not_kept()
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var failure = await Assert.ThrowsAsync<MailException>(() => new SystemShell().ReadFirstLineAsync("cat /dev/zero", TestContext.Current.CancellationToken).AsTask());

        Assert.Equal((ExitCode.Config, "'cat /dev/zero' printed too much"), (failure.ExitCode, failure.Message));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 32 << 20);
    }
}
