// The record sheet needs nothing but its print button.
import { startPrint } from "./print.js";

startPrint();
