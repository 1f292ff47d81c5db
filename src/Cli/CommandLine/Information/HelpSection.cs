namespace Msmtp.Cli;

/// <summary>A part of the help.</summary>
/// <param name="Title">The line above it.</param>
/// <param name="FirstRank">The rank with which it begins.</param>
/// <param name="EndRank">The rank before which it ends.</param>
sealed record HelpSection(string Title, int FirstRank, int EndRank)
{
    /// <summary>The option belongs here.</summary>
    public bool Holds(SettingOption option) => option.Rank >= FirstRank && option.Rank < EndRank;
}
