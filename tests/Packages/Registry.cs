namespace Msmtp.Packages.Tests;

/// <summary>The public registry of packages, from which a stranger gets what is not ours.</summary>
static class Registry
{
    public const string Address = "https://api.nuget.org/v3/index.json";

    /// <summary>Skips the test where the registry cannot be reached.</summary>
    public static async Task RequireAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        try
        {
            using var answer = await client.GetAsync(new Uri(Address), cancellationToken);
            Assert.SkipUnless(answer.IsSuccessStatusCode, $"{Address} answers {(int)answer.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Assert.Skip($"{Address} cannot be reached: {e.Message}");
        }
    }
}
