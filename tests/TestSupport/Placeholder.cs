namespace Ops.TestSupport;
