namespace Msmtp.Cli;

/// <summary>An option that stands on the command line.</summary>
/// <param name="Known">Which one.</param>
/// <param name="Argument">Its argument; null: there is none, which is not the same as an empty one.</param>
sealed record OptionUse(KnownOption Known, string? Argument);
