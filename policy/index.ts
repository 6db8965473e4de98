import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

// Constructing it starts the server that the engine asks: tests import the policies alone.
new PolicyPack("exo-unattended", { policies: [...policies] });
