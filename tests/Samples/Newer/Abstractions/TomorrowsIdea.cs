namespace Msmtp;

/// <summary>What today's contracts do not have.</summary>
public static class TomorrowsIdea
{
    public static string Name { get; } = "tomorrow".ToUpperInvariant();
}
