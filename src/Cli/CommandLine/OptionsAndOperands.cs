namespace Msmtp.Cli;

/// <summary>A command line taken apart.</summary>
/// <param name="Options">The options in their order, up to the error.</param>
/// <param name="Operands">What is no option, in its order.</param>
/// <param name="Error">What stopped the reading; null: nothing.</param>
sealed record OptionsAndOperands(IReadOnlyList<OptionUse> Options, IReadOnlyList<string> Operands, UsageError? Error);
