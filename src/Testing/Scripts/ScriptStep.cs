namespace Msmtp.Testing;

/// <summary>One line of a script.</summary>
/// <param name="Number">Its number in the script, from 1.</param>
/// <param name="Text">The line as it was written.</param>
/// <param name="PlayAsync">What the server does at it.</param>
sealed record ScriptStep(int Number, string Text, Func<ScriptPeer, CancellationToken, ValueTask> PlayAsync);
