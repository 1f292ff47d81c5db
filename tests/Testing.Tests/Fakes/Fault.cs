namespace Msmtp.Testing.Tests.Fakes;

/// <summary>What is wrong with a plugin. Each breaks one rule of a suite, at least.</summary>
public enum Fault
{
    None,

    // Of any plugin.
    OddId, OtherEachTime, ParserThrows, PrinterThrows,

    // Of a mechanism.
    OddName, NeverComplete, CompleteAtOnce, CompleteBeforeTheProof, ThrowsFormat, TellsTheSecret, ChokesOnNames,
    DisposeThrows, DisposesTheSecret, SharesState,
    CancelThrowsIO,

    // Of a secret source, besides.
    FindsNothing, AnswersAnything, GivesOneSecretToAll, GivesTheRejectedBack, DisposesWhatItLearns, ZeroesWhatItGave, OneAtATime,

    // Of a log, besides.
    AlwaysOn, LosesFailures, SaysNothing, WritesLineEnds, WritesThePassword, Races, ThrowsIO,

    // Of a filter, besides.
    LosesTheEmptyLine, CountsWhatItIsGiven, HoldsTheBody, SwallowsTheBreak, HidesEightBit,

    // Of a transport, besides.
    SendsNothing, NeedsASender, StripsDots, CutsLines, DropsCarriageReturns, ReadsAhead, DisposesTheBody,
    SendsParts, IgnoresRefusals, AlwaysStops,
    SendsToNobody, ClaimsSuccess, SureOfLoss, IgnoresCancellation, IgnoresCancellationInTheMiddle,
    CancelsAfterTheMessage, SureOfSilence, WorksOnce,
    KeepsRecipients, ReadyThrows, SucceedsWithNobody,
}
